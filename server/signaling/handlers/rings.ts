import type { Guests } from '../../accounts/Guests.ts';
import type { Rings } from '../../people/Rings.ts';
import { RingLimit } from '../../RateLimit.ts';
import type { Io } from '../announce.ts';
import { personChannel } from '../apart.ts';
import type { Handlers } from '../bindRequests.ts';

interface Parts {
  readonly rings: Rings;
  readonly guests: Guests;
  readonly rateScale: number;
}

type RingHandlers = {
  [Name in keyof Handlers as Name extends `ring:${string}` ? Name : never]: Handlers[Name];
};

/** Ringing friends. */
export function ringHandlers({ rings, guests, rateScale }: Parts): RingHandlers {
  const limit = new RingLimit(rateScale);
  return {
    async 'ring:call'(session, { roomId, people, video }) {
      const person = await guests.person(session.requireGuest());
      limit.take(person.id, people.length);
      return rings.call(person, roomId, people, video);
    },

    async 'ring:cancel'(session, { id }) {
      rings.cancel(session.requireGuest().id, id);
      return null;
    },

    async 'ring:decline'(session, { id }) {
      rings.decline(session.requireGuest().id, id);
      return null;
    },

    async 'ring:waiting'(session) {
      return { rings: rings.waiting(session.requireGuest().id) };
    },
  };
}

/** Rings on everything somebody has open, and tells whoever rings what became of it. */
export function tellRings(io: Io, rings: Rings): void {
  rings.on('incoming', (to, ring) => io.to(personChannel(to)).emit('ring:incoming', ring));
  rings.on('over', (to, id) => io.to(personChannel(to)).emit('ring:over', { id }));
  rings.on('changed', (caller, ring) => io.to(personChannel(caller)).emit('ring:changed', ring));
}
