import type { InviteId, RoomId, UserId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/ranks.ts';

/** A link that leads into a room. */
export interface Invite {
  readonly id: InviteId;
  readonly roomId: RoomId;
  /** SHA-256 of its secret. */
  readonly digest: string;
  readonly role: Role;
  readonly by: { readonly id: UserId; readonly name: string };
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly most: number | null;
}

/** Somebody came by an invitation. */
export interface InviteUse {
  readonly inviteId: InviteId;
  readonly roomId: RoomId;
  readonly userId: UserId;
  readonly usedAt: number;
}

export interface DoorStore {
  /** The hash of a room's passcode; null: it has none. */
  passcode(roomId: RoomId): Promise<string | null>;
  /** Throws `not_found` for a room that is not kept. */
  setPasscode(roomId: RoomId, hash: string): Promise<void>;
  /** All that were not burned, the oldest first. */
  invites(): Promise<Invite[]>;
  /** Throws `not_found` for a room that is not kept. */
  addInvite(invite: Invite): Promise<void>;
  /** One that is not there is fine. Who came by it is still known. */
  burnInvite(id: InviteId): Promise<void>;
  /** Who came by which, burned ones too, the oldest first. */
  uses(): Promise<InviteUse[]>;
  /** Once for each person: a second time changes nothing. Throws `invite_over` when as many came as may, or it was burned. */
  addUse(use: InviteUse): Promise<void>;
}
