import { createContext } from 'svelte';
import type { Account } from './account/Account.svelte.ts';
import type { Interests } from './interests.svelte.ts';
import type { Navigation } from './navigation.svelte.ts';
import type { OwnProfile } from './ownProfile.svelte.ts';
import type { Presence } from './presence.svelte.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';
import type { Ties } from './ties.svelte.ts';

/** What pages share: who one is and which room one is in, where one is, and what there is to be into. */
export interface App {
  readonly client: HobnobClient;
  readonly account: Account;
  readonly navigation: Navigation;
  readonly interests: Interests;
  /** One's own page. */
  readonly own: OwnProfile;
  /** Whom and what one knows. */
  readonly ties: Ties;
  /** Who is here. */
  readonly presence: Presence;
  /** Opens the dialog in which one changes one's name and picture. */
  readonly editName: () => void;
}

export const [getApp, setApp] = createContext<App>();
