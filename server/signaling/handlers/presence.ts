import type { Presence } from '../../people/Presence.ts';
import type { Handlers } from '../bindRequests.ts';

type PresenceHandlers = {
  [Name in keyof Handlers as Name extends `presence:${string}` ? Name : never]: Handlers[Name];
};

/** Who is here, and how one is seen. */
export function presenceHandlers(presence: Presence): PresenceHandlers {
  return {
    async 'presence:watch'(session) {
      const { id } = session.requireGuest();
      const people = presence.knownBy(id).map((other) => presence.of(other, id));
      return { own: presence.choiceOf(id), people };
    },

    async 'presence:choose'(session, choice) {
      await presence.choose(session.requireGuest().id, choice);
      return null;
    },

    async 'presence:setIdle'(session, { idle }) {
      presence.setIdle(session.requireGuest().id, session.id, idle);
      return null;
    },
  };
}
