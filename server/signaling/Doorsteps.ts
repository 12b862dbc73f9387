import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Session } from './Session.ts';

/** Which session waits at which doors: when the last one of somebody is gone, nobody stands there any more. */
export class Doorsteps {
  readonly #rooms: RoomRegistry;
  readonly #standing = new Map<Session, Set<RoomId>>();

  constructor(rooms: RoomRegistry) {
    this.#rooms = rooms;
  }

  stand(session: Session, roomId: RoomId): void {
    this.#standing.set(session, (this.#standing.get(session) ?? new Set()).add(roomId));
  }

  /** A session waits at a door no longer, or at none. */
  leave(session: Session, roomId?: RoomId): void {
    const rooms = this.#standing.get(session);
    if (!rooms || !session.identity) return;
    for (const left of roomId === undefined ? [...rooms] : [roomId]) {
      rooms.delete(left);
      if (!this.#stands(session.identity.id, left)) this.#rooms.live(left)?.door.leave(session.identity.id);
    }
    if (rooms.size === 0) this.#standing.delete(session);
  }

  #stands(userId: UserId, roomId: RoomId): boolean {
    return [...this.#standing].some(
      ([session, rooms]) => session.identity?.id === userId && rooms.has(roomId),
    );
  }
}
