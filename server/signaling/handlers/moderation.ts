import { removalMinutes } from '../../../protocol/reasons.ts';
import { AppError } from '../../errors.ts';
import type { ModerationParts } from '../../moderation/moderationParts.ts';
import { restraintsOf, toRestrained } from '../../moderation/restraints.ts';
import { can, requireAbove } from '../../rooms/permissions.ts';
import type { Handlers } from '../bindRequests.ts';

type ModerationHandlers = {
  [Name in keyof Handlers as Name extends `moderation:${string}` ? Name : never]: Handlers[Name];
};

const earlierShown = 20;

/** What hosts do to others in their room. Each takes effect before it is answered. */
export function moderationHandlers({
  moderation,
  sanctions,
  log,
  pages,
  newcomers,
}: Pick<ModerationParts, 'moderation' | 'sanctions' | 'log' | 'pages' | 'newcomers'>): ModerationHandlers {
  return {
    async 'moderation:mute'(session, { participantId }) {
      const { room, participant } = session.requireSeat();
      const target = room.require(participantId);
      // Before it is in the log: what was refused was not done.
      requireAbove(participant.authority, target.rank);
      const deed = { action: 'muted', by: participant.userId, to: target.userId, room: room.info } as const;
      await Promise.all([room.mute(participantId, participant), log.add(deed)]);
      return null;
    },

    async 'moderation:stop'(session, { participantId, source }) {
      const { room, participant } = session.requireSeat();
      const to = room.participants.get(participantId)?.userId ?? null;
      room.stop(participantId, source, participant);
      await log.add({ action: 'stopped', by: participant.userId, to, room: room.info, note: source });
      return null;
    },

    async 'moderation:lowerHand'(session, { participantId }) {
      const { room } = session.requireSeat();
      room.stage.hands.lower(room.require(participantId));
      return null;
    },

    async 'moderation:warn'(session, { reason, note, ...who }) {
      const { room, participant } = session.requireSeat();
      await moderation.warn(room, participant, who, { reason, note, minutes: null });
      return null;
    },

    async 'moderation:restrain'(session, { reason, note, minutes, kind, ...who }) {
      const { room, participant } = session.requireSeat();
      const permission = (
        { mute: 'participant:mute', noVideo: 'participant:stop', noChat: 'chat:moderate' } as const
      )[kind];
      if (!can(participant.authority, permission, room.info)) {
        throw new AppError('forbidden', 'Your role in this room does not allow that.');
      }
      const grounds = { reason, note, minutes };
      return { undo: await moderation.restrain(room, participant, who, kind, grounds) };
    },

    async 'moderation:remove'(session, { reason, note, ban, lines, minutes, ...who }) {
      const { room, participant } = session.requireSeat();
      const grounds = {
        reason,
        note,
        minutes: minutes === undefined ? (ban ? null : removalMinutes) : minutes,
      };
      const undo = await moderation.expel(room, participant, who, ban, grounds);
      if (lines) await moderation.sweep(room, participant, who, undo);
      return { undo };
    },

    async 'moderation:undo'(session, { id }) {
      const { room, participant } = session.requireSeat();
      await moderation.undo(participant, room, id);
      return null;
    },

    async 'moderation:sweep'(session, who) {
      const { room, participant } = session.requireSeat();
      return { undo: await moderation.sweep(room, participant, who) };
    },

    async 'moderation:leavers'(session) {
      const { room } = session.requireSeat();
      return {
        leavers: room.leavers.list().map(({ id, person, role, comer, leftAt }) => ({
          ...{ id, person, role, leftAt },
          guest: comer.guest,
        })),
      };
    },

    async 'moderation:look'(session, who) {
      const { room } = session.requireSeat();
      const { person, comer, participant } = await moderation.find(room, who);
      const earlier = await log.about(room.info.id, person.id, earlierShown);
      return {
        guest: comer.guest,
        here: participant !== undefined,
        newForMs: await newcomers.leftIn(room.info, comer),
        restraints: participant ? restraintsOf(room, participant) : [],
        earlier: await pages.describe(earlier),
      };
    },

    async 'moderation:newcomers'(session) {
      const { room } = session.requireSeat();
      const all = [...room.participants.values()];
      const left = await Promise.all(all.map(({ comer }) => newcomers.leftIn(room.info, comer)));
      return { ids: all.filter((_, index) => left[index]).map(({ id }) => id) };
    },

    async 'moderation:removed'(session) {
      const { info } = session.requireSeat().room;
      const removed = sanctions.list(info.id).map((sanction) => {
        const { since, ...told } = toRestrained(sanction);
        return { ...told, person: sanction.person, removedAt: since };
      });
      return { removed: removed.sort((a, b) => Number(b.kind === 'out') - Number(a.kind === 'out')) };
    },

    async 'moderation:pardon'(session, { userId, kind }) {
      const { room, participant } = session.requireSeat();
      await moderation.lift(room, participant, userId, kind);
      return null;
    },
  };
}
