import type { RoomDirectory } from '../../discovery/RoomDirectory.ts';
import type { Audience } from '../../people/Audience.ts';
import { lobbyChannel } from '../announce.ts';
import type { Handlers } from '../bindRequests.ts';
import { lobbyOf } from '../tellSome.ts';

/** The list of live rooms. */
export function lobbyHandlers(
  rooms: RoomDirectory,
  audience: Audience,
): Pick<Handlers, 'lobby:watch' | 'lobby:unwatch'> {
  return {
    async 'lobby:watch'(session) {
      const id = session.identity?.id ?? null;
      const all = audience.listsAll(id);
      if (all) session.listen(lobbyChannel);
      if (id) session.listen(lobbyOf(id));
      return { cards: [...audience.cardsFor(id), ...(all ? rooms.listed() : [])] };
    },

    async 'lobby:unwatch'(session) {
      session.unlisten(lobbyChannel);
      if (session.identity) session.unlisten(lobbyOf(session.identity.id));
      return null;
    },
  };
}
