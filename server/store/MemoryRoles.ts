import type { RoomId, UserId } from '../../protocol/ids.ts';
import { type Guard, keyOf } from './Guard.ts';
import type { GivenRole, RoleStore } from './RoleStore.ts';

/** The roles that rooms gave, as long as the process lives. */
export class MemoryRoles implements RoleStore {
  readonly #guard: Guard;
  readonly #roles = new Map<string, GivenRole>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async list(): Promise<GivenRole[]> {
    this.#guard.requireOpen();
    return [...this.#roles.values()].sort((a, b) => a.since - b.since || (a.userId < b.userId ? -1 : 1));
  }

  async save(role: GivenRole): Promise<void> {
    this.#guard.requireTaking();
    this.#guard.requireRoom(role.roomId);
    this.#roles.set(keyOf(role), { ...role });
  }

  async remove(role: Pick<GivenRole, 'roomId' | 'userId'>): Promise<void> {
    this.#guard.requireTaking();
    this.#roles.delete(keyOf(role));
  }

  forgetPerson(userId: UserId): void {
    for (const [key, role] of this.#roles) if (role.userId === userId) this.#roles.delete(key);
  }

  forgetRoom(roomId: RoomId): void {
    for (const [key, role] of this.#roles) if (role.roomId === roomId) this.#roles.delete(key);
  }
}
