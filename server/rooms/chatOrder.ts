import type { UserId } from '../../protocol/ids.ts';
import { isAtLeast, type Rank } from '../../protocol/ranks.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import { requireThawed } from '../moderation/Freezer.ts';
import { Moments } from './Moments.ts';
import { can } from './permissions.ts';

/** Who writes where. */
interface Writer {
  readonly info: RoomInfo;
  readonly userId: UserId;
  readonly role: Rank;
}

/** Throws unless somebody may write in a room as its hosts have it now. */
export function requireMayWrite({ info, role }: Writer): void {
  requireThawed(info, 'chat', role);
  if (info.chatMode === 'off') throw new AppError('forbidden', 'The chat of this room is closed.');
  if (info.chatMode === 'hosts' && !can(role, 'chat:moderate', info)) {
    throw new AppError('forbidden', 'Only hosts write in this room.');
  }
  if (info.chatMode === 'members' && !isAtLeast(role, 'member')) {
    throw new AppError('forbidden', 'Only members write in this room.');
  }
}

/** How long people of no rank wait in a crowd, in seconds: the more there are, the longer, so that lines can be read. */
export function crowdPause(role: Rank, crowd: number): number {
  if (isAtLeast(role, 'member') || crowd <= 50) return 0;
  return crowd > 500 ? 30 : crowd > 200 ? 15 : 5;
}

/** When people wrote last: where a room is slow, the next line has to wait. Hosts need not. */
export class SlowMode {
  readonly #spoke = new Moments();

  /** Takes somebody's turn. Throws `rate_limited` with the time to wait; gives back how to undo it. */
  take({ info, userId, role, crowd }: Writer & { readonly crowd: number }): () => void {
    const waitMs = Math.max(info.slowSeconds, crowdPause(role, crowd)) * 1_000;
    if (waitMs === 0 || can(role, 'chat:moderate', info)) return () => {};
    const key = `${info.id} ${userId}`;
    const now = Date.now();
    const before = this.#spoke.of(key);
    const left = (before ?? Number.NEGATIVE_INFINITY) + waitMs - now;
    if (left > 0) throw new AppError('rate_limited', 'This room is slow.', Math.min(left, waitMs));
    this.#spoke.set(key, now);
    return () => {
      if (before === undefined) this.#spoke.forget(key);
      else this.#spoke.set(key, before);
    };
  }
}
