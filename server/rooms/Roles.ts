import type { RoomId, UserId } from '../../protocol/ids.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import { authorityOf, isAtLeast, outranks, type Rank, type Role } from '../../protocol/ranks.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { RoleStore } from '../store/RoleStore.ts';
import { homeOf, isOwner, requireAbove } from './permissions.ts';

/** What somebody is where nobody made them anything. */
export type Newcomer = 'member' | 'visitor';

/** What people are in which room. All of it is at hand: it is asked for with every step into one. */
export class Roles {
  readonly #store: RoleStore;
  readonly #isKeeper: (userId: UserId) => boolean;
  readonly #given = new Map<RoomId, Map<UserId, Role>>();

  private constructor(store: RoleStore, isKeeper: (userId: UserId) => boolean) {
    this.#store = store;
    this.#isKeeper = isKeeper;
  }

  /** `isKeeper` says who keeps order in the whole house. */
  static async load(store: RoleStore, isKeeper: (userId: UserId) => boolean = () => false): Promise<Roles> {
    const roles = new Roles(store, isKeeper);
    for (const { roomId, userId, role } of await store.list()) roles.#note(roomId, userId, role);
    return roles;
  }

  /** What somebody is in a room. What was given is a step up: who has an account by now is a member at least. */
  of(info: RoomInfo, userId: UserId, newcomer: Role): Role {
    if (isOwner(info, userId)) return 'owner';
    const given = this.#given.get(homeOf(info))?.get(userId);
    return given && isAtLeast(given, newcomer) ? given : newcomer;
  }

  /** Whether somebody keeps order in the whole house. */
  keepsHouse(userId: UserId): boolean {
    return this.#isKeeper(userId);
  }

  /** Whether somebody keeps order in a room in the name of the house; in conversations everybody is who they are there. */
  isKeeper(info: Pick<RoomInfo, 'visibility'>, userId: UserId): boolean {
    return !isConversation(info) && this.#isKeeper(userId);
  }

  /** The same, and above all of it who keeps order in the whole house, unless the room is their own. */
  authorityOf(info: RoomInfo, userId: UserId, newcomer: Role): Rank {
    return authorityOf({ role: this.of(info, userId, newcomer), keeper: this.isKeeper(info, userId) });
  }

  /** How high somebody stands in a room when others want something of them. */
  rankOf(info: RoomInfo, userId: UserId): Rank {
    return this.isKeeper(info, userId) ? 'keeper' : this.of(info, userId, 'visitor');
  }

  /** Everybody to whom a room gave a role, the highest first. */
  given(roomId: RoomId): { userId: UserId; role: Role }[] {
    return [...(this.#given.get(roomId) ?? [])]
      .map(([userId, role]) => ({ userId, role }))
      .sort((a, b) => (a.role === b.role ? 0 : outranks(a.role, b.role) ? -1 : 1));
  }

  /**
   * Gives somebody a role in a room, or takes it away; in force at once, kept when it resolves. Throws `forbidden`
   * unless whoever does it is above both what they are and what they become.
   */
  give(info: RoomInfo, userId: UserId, role: Role | null, by: Rank): Promise<void> {
    if (info.visibility === 'direct') throw new AppError('forbidden', 'Two who talk are equals.');
    requireAbove(by, this.rankOf(info, userId));
    if (role) requireAbove(by, role);
    return this.assign(homeOf(info), userId, role);
  }

  /** Gives a role in the name of the room itself: what an invitation carries, or an event says. */
  async assign(roomId: RoomId, userId: UserId, role: Role | null): Promise<void> {
    if (role === null) {
      this.#given.get(roomId)?.delete(userId);
      await this.#store.remove({ roomId, userId });
      return;
    }
    const before = this.#given.get(roomId)?.get(userId);
    this.#note(roomId, userId, role);
    try {
      await this.#store.save({ roomId, userId, role, since: Date.now() });
    } catch (error) {
      if (before) this.#note(roomId, userId, before);
      else this.#given.get(roomId)?.delete(userId);
      throw error;
    }
  }

  /** There is no such room any more. */
  forgetRoom(roomId: RoomId): void {
    this.#given.delete(roomId);
  }

  /** There is no such person any more; what is kept goes with all else of theirs. */
  forget(userId: UserId): void {
    for (const people of this.#given.values()) people.delete(userId);
  }

  #note(roomId: RoomId, userId: UserId, role: Role): void {
    this.#given.set(roomId, (this.#given.get(roomId) ?? new Map()).set(userId, role));
  }
}
