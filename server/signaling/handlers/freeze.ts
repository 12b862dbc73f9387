import type { ModerationParts } from '../../moderation/moderationParts.ts';
import type { Handlers } from '../bindRequests.ts';

/** What stops a room that is being disturbed. */
export function freezeHandlers({ freezer }: Pick<ModerationParts, 'freezer'>): Pick<Handlers, 'room:freeze'> {
  return {
    async 'room:freeze'(session, parts) {
      const { room, participant } = session.requireSeat();
      return await freezer.freeze(room, participant, parts);
    },
  };
}
