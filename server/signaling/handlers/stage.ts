import type { AuditLog } from '../../moderation/AuditLog.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { endStage } from '../../rooms/stage/keepStages.ts';
import type { Handlers } from '../bindRequests.ts';

type StageHandlers = {
  [Name in keyof Handlers as Name extends `${'stage' | 'reaction'}:${string}` ? Name : never]: Handlers[Name];
};

/** Who may be heard, and whose turn it is. */
export function stageHandlers(rooms: RoomRegistry, log: AuditLog): StageHandlers {
  return {
    async 'stage:set'(session, changes) {
      const { info } = session.requireSeat().room;
      const { mode = info.mode, mics = info.mics, turnSeconds = info.turnSeconds } = changes;
      const { handsOpen = info.handsOpen } = changes;
      // A lounge has no curtain, and is never over.
      const times = mode === 'lounge' ? ({ doors: 'open', endedAt: null } as const) : {};
      await rooms.edit(info.id, { mode, mics, turnSeconds, handsOpen, ...times });
      return null;
    },

    async 'stage:invite'(session, { participantId }) {
      session.requireSeat().room.stage.invite(participantId);
      return null;
    },

    async 'stage:answer'(session, { accept }) {
      const { room, participant } = session.requireSeat();
      room.stage.answer(participant, accept);
      return null;
    },

    async 'stage:stepUp'(session) {
      const { room, participant } = session.requireSeat();
      room.stage.stepUp(participant);
      return null;
    },

    async 'stage:stepDown'(session) {
      const { room, participant } = session.requireSeat();
      room.stage.stepDown(participant);
      return null;
    },

    async 'stage:moveDown'(session, { participantId }) {
      const { room, participant } = session.requireSeat();
      const { onStage, userId: to } = room.require(participantId);
      room.stage.moveDown(participantId, participant);
      if (onStage) await log.add({ action: 'toAudience', by: participant.userId, to, room: room.info });
      return null;
    },

    async 'stage:lowerHands'(session) {
      session.requireSeat().room.stage.hands.lowerAll();
      return null;
    },

    async 'stage:extendTurn'(session) {
      session.requireSeat().room.stage.turns.extend();
      return null;
    },

    async 'stage:skipTurn'(session) {
      session.requireSeat().room.stage.turns.end();
      return null;
    },

    async 'reaction:send'(session, { stamp }) {
      session.requireSeat().room.reactions.add(stamp);
      return null;
    },

    async 'stage:closeDoors'(session) {
      const { info } = session.requireSeat().room;
      await rooms.edit(info.id, { mode: 'stage', doors: 'backstage', endedAt: null });
      return null;
    },

    async 'stage:goLive'(session) {
      session.requireSeat().room.stage.goLive();
      return null;
    },

    async 'stage:end'(session) {
      const { room } = session.requireSeat();
      room.stage.requireOn();
      await endStage(rooms, room);
      return null;
    },

    async 'stage:passTurn'(session) {
      const { room, participant } = session.requireSeat();
      room.stage.pass(participant);
      return null;
    },
  };
}
