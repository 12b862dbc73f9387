import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { RemovedPerson } from '../../protocol/moderation.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import { AppError } from '../errors.ts';
import type { RemovalStore } from '../store/Store.ts';

const removedForMs = 30 * 60_000;

/** Who may not come back to a room: in force at once, and kept in the store. */
export class Removals {
  readonly #roomId: RoomId;
  readonly #store: RemovalStore;
  readonly #byUser = new Map<UserId, RemovedPerson>();

  private constructor(roomId: RoomId, store: RemovalStore) {
    this.#roomId = roomId;
    this.#store = store;
  }

  static async load(roomId: RoomId, store: RemovalStore): Promise<Removals> {
    const removals = new Removals(roomId, store);
    for (const removed of await store.list(roomId)) removals.#byUser.set(removed.person.id, removed);
    return removals;
  }

  /** Those whose time is not over, the latest first. */
  get list(): RemovedPerson[] {
    return [...this.#byUser.values()]
      .filter((removed) => isInForce(removed))
      .sort((a, b) => b.removedAt - a.removedAt);
  }

  /** Whether somebody may come. */
  isWelcome(userId: UserId): boolean {
    const removed = this.#byUser.get(userId);
    return !removed || !isInForce(removed);
  }

  /** Throws `forbidden`, with the time to wait if there is an end to it. */
  requireWelcome(userId: UserId): void {
    const removed = this.#byUser.get(userId);
    if (!removed || !isInForce(removed)) return;
    const wait = removed.until === null ? undefined : removed.until - Date.now();
    throw new AppError('forbidden', 'A host removed you from this room.', wait);
  }

  async add(person: PersonInfo, ban: boolean): Promise<void> {
    const removedAt = Date.now();
    const removed: RemovedPerson = { person, removedAt, until: ban ? null : removedAt + removedForMs };
    // First the memory: whoever is removed stays out even if the disk is full.
    this.#byUser.set(person.id, removed);
    await this.#store.save(this.#roomId, removed);
  }

  /** Until when somebody has to stay out; null: for good. */
  until(userId: UserId): number | null {
    return this.#byUser.get(userId)?.until ?? null;
  }

  async pardon(userId: UserId): Promise<void> {
    if (!this.#byUser.has(userId)) throw new AppError('not_found', 'Nobody like that was removed.');
    await this.#store.remove(this.#roomId, userId);
    this.#byUser.delete(userId);
  }
}

function isInForce({ until }: RemovedPerson): boolean {
  return until === null || until > Date.now();
}
