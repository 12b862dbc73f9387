import type { Permission } from '../../protocol/define.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Role, RoomInfo } from '../../protocol/room.ts';

const member: readonly Permission[] = [
  'anyone',
  'guest',
  'room:listen',
  'room:speak',
  'room:show',
  'chat:send',
];

const granted: Record<Role, ReadonlySet<Permission>> = {
  member: new Set(member),
  host: new Set([
    ...member,
    'room:edit',
    'room:lock',
    'room:spotlight',
    'stage:speak',
    'stage:manage',
    'chat:moderate',
    'participant:mute',
    'participant:stop',
    'participant:remove',
  ]),
};

/** Says whether a role may do something in its room. */
export function can(role: Role, permission: Permission): boolean {
  return granted[role].has(permission);
}

/** What somebody is in a room: of two who talk with each other, neither is above the other. */
export function roleOf({ visibility, openedBy }: RoomInfo, id: UserId): Role {
  return visibility !== 'direct' && id === openedBy.id ? 'host' : 'member';
}
