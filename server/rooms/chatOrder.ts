import type { UserId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { Participant } from './Participant.ts';
import { can } from './permissions.ts';
import type { Room } from './Room.ts';

/** Throws unless somebody may write in a room as its hosts have it now. */
export function requireMayWrite({ info }: Room, { role }: Participant): void {
  if (info.chatMode === 'off') throw new AppError('forbidden', 'The chat of this room is closed.');
  if (info.chatMode === 'hosts' && !can(role, 'chat:moderate')) {
    throw new AppError('forbidden', 'Only hosts write in this room.');
  }
}

/** When people wrote last: where a room is slow, the next line has to wait. Hosts need not. */
export class SlowMode {
  readonly #spoke = new WeakMap<Room, Map<UserId, number>>();

  /** Takes somebody's turn. Throws `rate_limited` with the time to wait; gives back how to undo it. */
  take(room: Room, { role, userId }: Participant): () => void {
    const waitMs = room.info.slowSeconds * 1_000;
    if (waitMs === 0 || can(role, 'chat:moderate')) return () => {};
    const spoke = this.#spoke.get(room) ?? new Map<UserId, number>();
    this.#spoke.set(room, spoke);
    const now = Date.now();
    const before = spoke.get(userId);
    const left = (before ?? Number.NEGATIVE_INFINITY) + waitMs - now;
    if (left > 0) throw new AppError('rate_limited', 'This room is slow.', Math.min(left, waitMs));
    spoke.set(userId, now);
    return () => {
      if (before === undefined) spoke.delete(userId);
      else spoke.set(userId, before);
    };
  }
}
