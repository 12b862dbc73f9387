import type { CircleId, RoomId } from '../../protocol/ids.ts';
import type { RoomStore } from '../store/Store.ts';

/** For which circle rooms are that are for one. Kept apart from the rooms: nobody inside is to learn of it. */
export class RoomCircles {
  readonly #store: RoomStore;
  readonly #circles = new Map<RoomId, CircleId>();

  private constructor(store: RoomStore) {
    this.#store = store;
  }

  static async load(store: RoomStore): Promise<RoomCircles> {
    const circles = new RoomCircles(store);
    for (const { roomId, circleId } of await store.circles()) circles.#circles.set(roomId, circleId);
    return circles;
  }

  of(roomId: RoomId): CircleId | undefined {
    return this.#circles.get(roomId);
  }

  /** Resolves when it is kept; until then the room is for nobody but its host. */
  async set(roomId: RoomId, circleId: CircleId): Promise<void> {
    await this.#store.setCircle(roomId, circleId);
    this.#circles.set(roomId, circleId);
  }
}
