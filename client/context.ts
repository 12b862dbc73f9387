import { createContext } from 'svelte';
import type { Account } from './account/Account.svelte.ts';
import type { Interests } from './interests.svelte.ts';
import type { Navigation } from './navigation.svelte.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';

/** What pages share: who one is and which room one is in, where one is, and what there is to be into. */
export interface App {
  readonly client: HobnobClient;
  readonly account: Account;
  readonly navigation: Navigation;
  readonly interests: Interests;
  /** Opens the dialog in which one changes one's name and picture. */
  readonly editName: () => void;
}

export const [getApp, setApp] = createContext<App>();
