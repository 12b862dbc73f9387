import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import type { WordFilter } from '../../rooms/WordFilter.ts';
import type { Handlers } from '../bindRequests.ts';

type FilterHandlers = Pick<Handlers, 'filter:list' | 'filter:set'>;

/** What nobody writes in a room but its moderators. */
export function filterHandlers(rooms: RoomRegistry, filter: WordFilter): FilterHandlers {
  // What is at hand of a room that nobody is in is asked for again.
  rooms.on('opened', (room) => room.once('closed', () => filter.forgetRoom(room.info.id)));
  return {
    async 'filter:list'(session) {
      return { words: await filter.words(session.requireSeat().room.info.id) };
    },

    async 'filter:set'(session, { words, links }) {
      const { id } = session.requireSeat().room.info;
      await filter.set(id, words);
      await rooms.edit(id, { links });
      return null;
    },
  };
}
