import type { RoomId, UserId } from '../../protocol/ids.ts';
import { type Guard, keyOf } from './Guard.ts';
import type { Member, MemberStore } from './Store.ts';

/** Who belongs to rooms, as long as the process lives. */
export class MemoryMembers implements MemberStore {
  readonly #guard: Guard;
  readonly #members = new Map<string, Member>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async list(): Promise<Member[]> {
    this.#guard.requireOpen();
    return [...this.#members.values()].sort((a, b) => a.since - b.since || (a.userId < b.userId ? -1 : 1));
  }

  async save(member: Member): Promise<void> {
    this.#guard.requireTaking();
    this.#guard.requireRoom(member.roomId);
    if (!this.#members.has(keyOf(member))) this.#members.set(keyOf(member), { ...member });
  }

  async remove(member: Pick<Member, 'roomId' | 'userId'>): Promise<void> {
    this.#guard.requireTaking();
    this.#members.delete(keyOf(member));
  }

  forgetPerson(userId: UserId): void {
    for (const [key, member] of this.#members) if (member.userId === userId) this.#members.delete(key);
  }

  forgetRoom(roomId: RoomId): void {
    for (const [key, member] of this.#members) if (member.roomId === roomId) this.#members.delete(key);
  }
}
