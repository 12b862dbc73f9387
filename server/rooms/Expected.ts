import type { UserId } from '../../protocol/ids.ts';
import { isAtLeast } from '../../protocol/ranks.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { type Clock, systemClock } from './Clock.ts';
import type { Roles } from './Roles.ts';
import type { RoomRegistry } from './RoomRegistry.ts';

// As long as a slow line takes to get from one room into another.
const movingMs = 30_000;

/** Whom rooms cannot do without, however much there is to do. */
export class Expected {
  readonly #rooms: RoomRegistry;
  readonly #roles: Roles;
  readonly #clock: Clock;
  /** Whom a host sent into another room, and until when they are on their way. */
  readonly #moving = new Map<UserId, number>();

  constructor({ rooms, roles, clock }: { rooms: RoomRegistry; roles: Roles; clock?: Clock | undefined }) {
    this.#rooms = rooms;
    this.#roles = roles;
    this.#clock = clock ?? systemClock;
    rooms.on('opened', (room) => room.on('moving', ({ userId }) => this.#send(userId)));
  }

  /** Whether somebody has a seat in a room, is sent there, leads it, speaks there, or keeps order in the house. */
  has(info: RoomInfo, userId: UserId): boolean {
    if (this.#rooms.isSeated(info.id, userId)) return true;
    if ((this.#moving.get(userId) ?? 0) > this.#clock.now()) return true;
    return isAtLeast(this.#roles.authorityOf(info, userId, 'visitor'), 'speaker');
  }

  /** Whether somebody has a seat anywhere, is expected in a room that is live, or keeps order in the house. */
  isInside(userId: UserId): boolean {
    return (
      this.#roles.keepsHouse(userId) ||
      this.#rooms.infos.some(({ id }) => this.#rooms.isSeated(id, userId)) ||
      this.#rooms.liveRooms.some(({ info }) => this.has(info, userId))
    );
  }

  #send(userId: UserId): void {
    const now = this.#clock.now();
    for (const [id, until] of this.#moving) if (until <= now) this.#moving.delete(id);
    this.#moving.set(userId, now + movingMs);
  }
}
