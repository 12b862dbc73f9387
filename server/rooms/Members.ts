import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { Member, MemberStore } from '../store/Store.ts';

/** Who belongs to rooms that are for some people only. All of it is at hand: it is asked for with every step into one. */
export class Members {
  readonly #store: MemberStore;
  /** In the order in which people came to belong there. */
  readonly #people = new Map<RoomId, Set<UserId>>();
  readonly #rooms = new Map<UserId, Set<RoomId>>();

  private constructor(store: MemberStore) {
    this.#store = store;
  }

  static async load(store: MemberStore): Promise<Members> {
    const members = new Members(store);
    for (const member of await store.list()) members.#note(member);
    return members;
  }

  has(roomId: RoomId, userId: UserId): boolean {
    return this.#people.get(roomId)?.has(userId) ?? false;
  }

  /** Everybody who belongs to a room, the first ones first. */
  of(roomId: RoomId): UserId[] {
    return [...(this.#people.get(roomId) ?? [])];
  }

  /** The rooms somebody belongs to. */
  roomsOf(userId: UserId): RoomId[] {
    return [...(this.#rooms.get(userId) ?? [])];
  }

  /** Resolves when it is kept. Throws `not_found` for a room that is not kept. */
  async add(roomId: RoomId, userId: UserId): Promise<void> {
    if (this.has(roomId, userId)) return;
    const member = { roomId, userId, since: Date.now() };
    await this.#store.save(member);
    this.#note(member);
  }

  /** In force at once, kept when it resolves. */
  async remove(roomId: RoomId, userId: UserId): Promise<void> {
    this.#people.get(roomId)?.delete(userId);
    this.#rooms.get(userId)?.delete(roomId);
    await this.#store.remove({ roomId, userId });
  }

  /** There is no such room any more. */
  forget(roomId: RoomId): void {
    for (const userId of this.of(roomId)) this.#rooms.get(userId)?.delete(roomId);
    this.#people.delete(roomId);
  }

  #note({ roomId, userId }: Member): void {
    this.#people.set(roomId, (this.#people.get(roomId) ?? new Set()).add(userId));
    this.#rooms.set(userId, (this.#rooms.get(userId) ?? new Set()).add(roomId));
  }
}
