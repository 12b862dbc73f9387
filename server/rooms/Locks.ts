import type { RoomKey } from '../../protocol/door.ts';
import type { InviteId, RoomId, UserId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { hashPassword, isPassword } from '../accounts/passwords.ts';
import { AppError } from '../errors.ts';
import type { DoorStore } from '../store/DoorStore.ts';
import type { Invites } from './Invites.ts';

interface Parts {
  readonly store: DoorStore;
  readonly invites: Invites;
  /** Counts a try, before it is looked into; throws `rate_limited`. */
  readonly tries: { take(address: string, what: string): void };
}

/** What opens doors that are not open to everybody: passcodes and invitations. */
export class Locks {
  readonly #store: DoorStore;
  readonly #invites: Invites;
  readonly #tries: Parts['tries'];
  /** How often a room got another passcode. */
  readonly #changes = new Map<RoomId, number>();

  constructor({ store, invites, tries }: Parts) {
    this.#store = store;
    this.#invites = invites;
    this.#tries = tries;
  }

  /** Gives a room a passcode, in the place of the one before. */
  async change(roomId: RoomId, passcode: string): Promise<void> {
    const hash = await hashPassword(passcode);
    await this.#store.setPasscode(roomId, hash);
    this.#changes.set(roomId, this.#changesOf(roomId) + 1);
  }

  /** By which invitation somebody came into a room. */
  cameBy(roomId: RoomId, userId: UserId): InviteId | null {
    return this.#invites.usedBy(roomId, userId).at(-1) ?? null;
  }

  /** Throws `conflict` for a room that never got a passcode. */
  async requirePasscode(roomId: RoomId): Promise<void> {
    if (!(await this.#store.passcode(roomId))) throw new AppError('conflict', 'Choose a passcode first.');
  }

  /**
   * Tries what somebody shows at the door of a room. Resolves with a function that says, at the very moment of coming in,
   * whether they know its passcode: it may have another one by then. Throws `passcode_wrong`, `invite_over`, or
   * `rate_limited` for who tries too often.
   */
  async open(
    info: RoomInfo,
    userId: UserId,
    address: string,
    key: RoomKey | undefined,
  ): Promise<() => boolean> {
    const tried = info.entry === 'passcode' ? key?.passcode : undefined;
    const changes = this.#changesOf(info.id);
    if (tried !== undefined) await this.#requireRight(info.id, address, tried);
    // Last, as it is used up by this.
    if (key?.invite) {
      this.#tries.take(address, `invite of ${userId}`);
      await this.#invites.redeem(info, userId, key.invite);
    }
    return () => tried !== undefined && changes === this.#changesOf(info.id);
  }

  async #requireRight(roomId: RoomId, address: string, passcode: string): Promise<void> {
    this.#tries.take(address, `passcode of ${roomId}`);
    const right = await isPassword(passcode, await this.#store.passcode(roomId));
    if (!right) throw new AppError('passcode_wrong', 'That is not the passcode of this room.');
  }

  #changesOf(roomId: RoomId): number {
    return this.#changes.get(roomId) ?? 0;
  }
}
