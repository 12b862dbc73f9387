import { Account } from './account/Account.svelte.ts';
import { Circles } from './circles.svelte.ts';
import type { App } from './context.ts';
import { Conversations } from './conversations.svelte.ts';
import { Home } from './home.svelte.ts';
import { House } from './house.svelte.ts';
import { Interests } from './interests.svelte.ts';
import { Navigation } from './navigation.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { OwnProfile } from './ownProfile.svelte.ts';
import { Presence } from './presence.svelte.ts';
import { Push } from './push/Push.svelte.ts';
import { Rings } from './rings.svelte.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';
import type { HomeCache } from './session/homeCache.ts';
import { Ties } from './ties.svelte.ts';

/** Makes what pages share; `cache` is one's home as it was last seen, until there are answers. */
export function createApp(client: HobnobClient, cache: HomeCache | null, editName: () => void): App {
  const parts = {
    client,
    account: new Account(client),
    navigation: new Navigation(),
    interests: new Interests(client.lobby),
    house: new House(client),
    own: new OwnProfile(client.me.id),
    ties: new Ties(client),
    circles: new Circles(client),
    rings: new Rings(client),
    conversations: new Conversations(client),
    presence: new Presence(client),
    notices: new Notices(client),
    push: new Push(client),
    editName,
  };
  const home = new Home(parts);
  if (cache) home.restore(cache);
  return { ...parts, home };
}
