import type { AuditLog } from '../../moderation/AuditLog.ts';
import { homeOf, requireAbove } from '../../rooms/permissions.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import type { RoomTree } from '../../rooms/RoomTree.ts';
import type { Handlers } from '../bindRequests.ts';

type TreeHandlers = Pick<Handlers, 'tree:open' | 'tree:list' | 'tree:move'>;

/** Rooms beside the one somebody is in. */
export function treeHandlers(rooms: RoomRegistry, tree: RoomTree, log: AuditLog): TreeHandlers {
  return {
    async 'tree:open'(session, wish) {
      return await tree.open(session.requireSeat().room.info, wish);
    },

    async 'tree:list'(session) {
      return { rooms: tree.cards(homeOf(session.requireSeat().room.info)) };
    },

    async 'tree:move'(session, { participantId, slug }) {
      const { room, participant } = session.requireSeat();
      const to = await rooms.open(tree.require(room.info, slug).slug);
      // No await from here on: what was checked stays true.
      const moved = room.require(participantId);
      if (moved !== participant) requireAbove(participant.authority, moved.rank);
      to.door.expect(moved.userId);
      room.send(moved, slug, participant.person.name);
      const deed = { action: 'moved', by: participant.userId, to: moved.userId, room: room.info } as const;
      await log.add({ ...deed, note: to.info.name });
      return null;
    },
  };
}
