import type { Ties } from '../../people/Ties.ts';
import { peopleNamed } from '../../rooms/peopleNamed.ts';
import { infoFor } from '../apart.ts';
import type { Handlers } from '../bindRequests.ts';

/** Finding somebody of many, who are not told of one by one. */
export function crowdHandlers(ties: Ties): Pick<Handlers, 'room:people' | 'room:person'> {
  return {
    async 'room:people'(session, wish) {
      const { room, participant } = session.requireSeat();
      const { people, ...found } = peopleNamed(room.participants.values(), wish);
      return { people: people.map((one) => infoFor(ties, participant, room, one)), ...found };
    },

    async 'room:person'(session, { userId }) {
      const { room, participant } = session.requireSeat();
      const found = room.find(userId);
      return found ? infoFor(ties, participant, room, found) : null;
    },
  };
}
