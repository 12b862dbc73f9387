import { createContext } from 'svelte';
import type { Account } from './account/Account.svelte.ts';
import type { Circles } from './circles.svelte.ts';
import type { Conversations } from './conversations.svelte.ts';
import type { Home } from './home.svelte.ts';
import type { House } from './house.svelte.ts';
import type { Interests } from './interests.svelte.ts';
import type { Navigation } from './navigation.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { OwnProfile } from './ownProfile.svelte.ts';
import type { Presence } from './presence.svelte.ts';
import type { Push } from './push/Push.svelte.ts';
import type { Rings } from './rings.svelte.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';
import type { Ties } from './ties.svelte.ts';

/** What pages share: who one is and which room one is in, where one is, and what there is to be into. */
export interface App {
  readonly client: HobnobClient;
  readonly account: Account;
  readonly navigation: Navigation;
  readonly interests: Interests;
  /** How the house is for oneself. */
  readonly house: House;
  /** One's own page. */
  readonly own: OwnProfile;
  /** Whom and what one knows. */
  readonly ties: Ties;
  /** The lists of people one keeps. */
  readonly circles: Circles;
  /** With whom one talks. */
  readonly conversations: Conversations;
  /** Who rings, and who is rung. */
  readonly rings: Rings;
  /** Who is here. */
  readonly presence: Presence;
  /** What one comes home to. */
  readonly home: Home;
  /** What one was told. */
  readonly notices: Notices;
  /** Whether one is told that while nothing is open. */
  readonly push: Push;
  /** Opens the dialog in which one changes one's name and picture. */
  readonly editName: () => void;
}

export const [getApp, setApp] = createContext<App>();
