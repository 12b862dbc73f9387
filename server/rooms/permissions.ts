import type { Permission } from '../../protocol/define.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import { may, outranks, type Role } from '../../protocol/ranks.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';

/** Says whether a role may do something in a room, as its owner has it there. */
export function can(
  role: Role,
  permission: Permission,
  { permissions }: Pick<RoomInfo, 'permissions'> = {},
): boolean {
  return permission === 'anyone' || permission === 'guest' || may(role, permission, permissions);
}

/** Throws unless one is above another: nobody does anything to their equals, or to who is above them. */
export function requireAbove(role: Role, other: Role): void {
  if (!outranks(role, other)) throw new AppError('forbidden', 'That person is not below you in this room.');
}

/** Whether somebody opened a room: of two who talk with each other, neither is above the other. */
export function isOwner({ visibility, openedBy }: RoomInfo, id: UserId): boolean {
  return visibility !== 'direct' && id === openedBy.id;
}

/** The room in whose name roles are given: rooms beside it have the same people in charge. */
export function homeOf({ id, parentId }: Pick<RoomInfo, 'id' | 'parentId'>): RoomId {
  return parentId ?? id;
}
