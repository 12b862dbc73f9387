import type { Permission } from '../../protocol/define.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import { may, outranks, type Rank } from '../../protocol/ranks.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';

/** Says whether a rank may do something in a room, as its owner has it there. */
export function can(
  rank: Rank,
  permission: Permission,
  { permissions }: Pick<RoomInfo, 'permissions'> = {},
): boolean {
  return permission === 'anyone' || permission === 'guest' || may(rank, permission, permissions);
}

/** Throws unless one is above another: nobody does anything to their equals, or to who is above them. */
export function requireAbove(rank: Rank, other: Rank): void {
  if (!outranks(rank, other)) throw new AppError('forbidden', 'That person is not below you in this room.');
}

/** Whether somebody opened a room: of two who talk with each other, neither is above the other. */
export function isOwner({ visibility, openedBy }: RoomInfo, id: UserId): boolean {
  return visibility !== 'direct' && id === openedBy.id;
}

/** The room in whose name roles are given: rooms beside it have the same people in charge. */
export function homeOf({ id, parentId }: Pick<RoomInfo, 'id' | 'parentId'>): RoomId {
  return parentId ?? id;
}
