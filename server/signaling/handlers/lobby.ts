import type { RoomDirectory } from '../../discovery/RoomDirectory.ts';
import { lobbyChannel } from '../announce.ts';
import type { Handlers } from '../bindRequests.ts';

/** The list of live rooms. */
export function lobbyHandlers(rooms: RoomDirectory): Pick<Handlers, 'lobby:watch' | 'lobby:unwatch'> {
  return {
    async 'lobby:watch'(session) {
      session.listen(lobbyChannel);
      return { cards: rooms.listed() };
    },

    async 'lobby:unwatch'(session) {
      session.unlisten(lobbyChannel);
      return null;
    },
  };
}
