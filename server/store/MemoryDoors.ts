import type { InviteId, RoomId, UserId } from '../../protocol/ids.ts';
import type { DoorStore, Invite, InviteUse } from './DoorStore.ts';
import type { Guard } from './Guard.ts';
import { inviteOver } from './houseRefusals.ts';

/** Passcodes and invitations, as long as the process lives. */
export class MemoryDoors implements DoorStore {
  readonly #guard: Guard;
  readonly #passcodes = new Map<RoomId, string>();
  readonly #invites = new Map<InviteId, Invite>();
  readonly #uses = new Map<string, InviteUse>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async passcode(roomId: RoomId): Promise<string | null> {
    this.#guard.requireOpen();
    return this.#passcodes.get(roomId) ?? null;
  }

  async setPasscode(roomId: RoomId, hash: string): Promise<void> {
    this.#guard.requireTaking();
    this.#guard.requireRoom(roomId);
    this.#passcodes.set(roomId, hash);
  }

  async invites(): Promise<Invite[]> {
    this.#guard.requireOpen();
    return [...this.#invites.values()].sort((a, b) => a.createdAt - b.createdAt);
  }

  async addInvite(invite: Invite): Promise<void> {
    this.#guard.requireTaking();
    this.#guard.requireRoom(invite.roomId);
    this.#invites.set(invite.id, { ...invite });
  }

  async burnInvite(id: InviteId): Promise<void> {
    this.#guard.requireTaking();
    this.#invites.delete(id);
  }

  async uses(): Promise<InviteUse[]> {
    this.#guard.requireOpen();
    return [...this.#uses.values()].sort((a, b) => a.usedAt - b.usedAt);
  }

  async addUse(use: InviteUse): Promise<void> {
    this.#guard.requireTaking();
    const key = `${use.inviteId} ${use.userId}`;
    if (this.#uses.has(key)) return;
    const { most = 0 } = this.#invites.get(use.inviteId) ?? {};
    const came = [...this.#uses.values()].filter(({ inviteId }) => inviteId === use.inviteId).length;
    if (most !== null && came >= most) throw inviteOver();
    this.#uses.set(key, { ...use });
  }

  forgetPerson(userId: UserId): void {
    for (const [key, use] of this.#uses) if (use.userId === userId) this.#uses.delete(key);
  }

  forgetRoom(roomId: RoomId): void {
    this.#passcodes.delete(roomId);
    for (const [id, invite] of this.#invites) if (invite.roomId === roomId) this.#invites.delete(id);
    for (const [key, use] of this.#uses) if (use.roomId === roomId) this.#uses.delete(key);
  }
}
