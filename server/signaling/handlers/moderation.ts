import type { Handlers } from '../bindRequests.ts';

type ModerationHandlers = {
  [Name in keyof Handlers as Name extends `moderation:${string}` ? Name : never]: Handlers[Name];
};

/** What hosts do to others in their room. Each takes effect before it is answered. */
export function moderationHandlers(): ModerationHandlers {
  return {
    async 'moderation:mute'(session, { participantId }) {
      const { room, participant } = session.requireSeat();
      await room.mute(participantId, participant);
      return null;
    },

    async 'moderation:stop'(session, { participantId, source }) {
      const { room, participant } = session.requireSeat();
      room.stop(participantId, source, participant);
      return null;
    },

    async 'moderation:lowerHand'(session, { participantId }) {
      const { room } = session.requireSeat();
      room.stage.hands.lower(room.require(participantId));
      return null;
    },

    async 'moderation:remove'(session, { participantId, ban }) {
      const { room, participant } = session.requireSeat();
      await room.expel(participantId, ban, participant);
      return null;
    },

    async 'moderation:removed'(session) {
      return { removed: session.requireSeat().room.removals.list };
    },

    async 'moderation:pardon'(session, { userId }) {
      await session.requireSeat().room.removals.pardon(userId);
      return null;
    },
  };
}
