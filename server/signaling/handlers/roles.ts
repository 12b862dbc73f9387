import type { RoleHolder } from '../../../protocol/roles.ts';
import { AppError } from '../../errors.ts';
import type { AuditLog } from '../../moderation/AuditLog.ts';
import { homeOf } from '../../rooms/permissions.ts';
import type { Roles } from '../../rooms/Roles.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import type { GuestStore } from '../../store/Store.ts';
import type { Handlers } from '../bindRequests.ts';
import type { Sessions } from '../Sessions.ts';

interface Parts {
  readonly rooms: RoomRegistry;
  readonly roles: Roles;
  readonly people: Pick<GuestStore, 'find'>;
  readonly sessions: Sessions;
  readonly log: AuditLog;
}

type RoleHandlers = Pick<Handlers, 'role:list' | 'role:grant' | 'role:decide'>;

/** Who is what in a room, and what that allows. */
export function roleHandlers({ rooms, roles, people, sessions, log }: Parts): RoleHandlers {
  return {
    async 'role:list'(session) {
      const { room } = session.requireSeat();
      const holders: RoleHolder[] = [{ person: room.info.openedBy, role: 'owner' }];
      for (const { userId, role } of roles.given(homeOf(room.info))) {
        const person = await people.find(userId);
        if (person) holders.push({ person, role });
      }
      return { holders };
    },

    async 'role:grant'(session, { userId, role }) {
      const { room, participant } = session.requireSeat();
      const given = roles.given(homeOf(room.info)).some((holder) => holder.userId === userId);
      if (!room.find(userId) && !given) throw new AppError('not_found', 'Nobody like that is here.');
      const before = room.find(userId)?.role;
      const kept = roles.give(room.info, userId, role, participant.authority);
      const target = room.find(userId);
      if (target) room.rank(target);
      await Promise.all([room.floor.enforce(participant.person.name), kept]);
      const deed = { action: 'roleGiven', by: participant.userId, to: userId, room: room.info } as const;
      await log.add({ ...deed, note: role ?? '' });
      if (target && target.role !== before) {
        for (const told of sessions.all(target.id)) {
          told.notify('role:given', { role: target.role, by: participant.person.name });
        }
      }
      return null;
    },

    async 'role:decide'(session, { permissions }) {
      const { room, participant } = session.requireSeat();
      await rooms.edit(room.info.id, { permissions });
      await room.floor.enforce(participant.person.name);
      await log.add({ action: 'rulesChanged', by: participant.userId, room: room.info });
      return null;
    },
  };
}
