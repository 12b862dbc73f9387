import { createHash } from 'node:crypto';
import type { InviteInfo } from '../../protocol/door.ts';
import { InviteId, InviteToken, type RoomId, type UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { isAtLeast, type Rank } from '../../protocol/ranks.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { DoorStore, Invite } from '../store/DoorStore.ts';
import { randomId } from './Participant.ts';
import { homeOf, isOwner, requireAbove } from './permissions.ts';
import type { Roles } from './Roles.ts';

/** What an invitation is to be like. */
interface Wish {
  readonly role: InviteInfo['role'];
  readonly minutes: number | null;
  readonly most: number | null;
}

/** Links that lead into rooms and carry a role. All of them are at hand, by the digests of their secrets. */
export class Invites {
  readonly #store: DoorStore;
  readonly #roles: Roles;
  readonly #byDigest = new Map<string, Invite>();
  /** Who came by which one, burned ones too. */
  readonly #people = new Map<InviteId, Set<UserId>>();

  private constructor(store: DoorStore, roles: Roles) {
    this.#store = store;
    this.#roles = roles;
  }

  static async load(store: DoorStore, roles: Roles): Promise<Invites> {
    const invites = new Invites(store, roles);
    for (const invite of await store.invites()) invites.#byDigest.set(invite.digest, invite);
    for (const { inviteId, userId } of await store.uses()) invites.#note(inviteId, userId);
    return invites;
  }

  /** Those of a room that lead in, the oldest first. */
  of(roomId: RoomId): InviteInfo[] {
    return this.#of(roomId).map((invite) => this.#toInfo(invite));
  }

  /** By which ones somebody came into a room. */
  usedBy(roomId: RoomId, userId: UserId): InviteId[] {
    return this.#of(roomId).flatMap(({ id }) => (this.#people.get(id)?.has(userId) ? [id] : []));
  }

  /** Throws `forbidden` for a role that is not below the maker's, and for rooms that are for some people only. */
  async make(
    info: RoomInfo,
    by: { readonly id: UserId; readonly name: string; readonly role: Rank },
    { role, minutes, most }: Wish,
  ): Promise<{ invite: InviteInfo; token: InviteToken }> {
    if (info.visibility !== 'open' && info.visibility !== 'link') {
      throw new AppError('forbidden', 'No link leads into a room that is for some people only.');
    }
    requireAbove(by.role, role);
    if (this.#of(info.id).length >= limits.invites) {
      throw new AppError('conflict', 'This room has as many invitations as it can have.');
    }
    const token = InviteToken.parse(randomId());
    const createdAt = Date.now();
    const invite: Invite = {
      id: InviteId.parse(randomId()),
      roomId: info.id,
      digest: digestOf(token),
      role,
      by: { id: by.id, name: by.name },
      createdAt,
      expiresAt: minutes === null ? null : createdAt + minutes * 60_000,
      most,
    };
    await this.#store.addInvite(invite);
    this.#byDigest.set(invite.digest, invite);
    return { invite: this.#toInfo(invite), token };
  }

  /**
   * Somebody shows an invitation at the door of a room: gives them its role, if that is a step up. Who came by it once
   * comes by it again, as long as it leads in. Throws `invite_over`.
   */
  async redeem(info: RoomInfo, userId: UserId, token: InviteToken): Promise<void> {
    const invite = this.#byDigest.get(digestOf(token));
    const people = this.#people.get(invite?.id as InviteId) ?? new Set();
    const known = people.has(userId);
    const taken = invite?.most != null && people.size >= invite.most && !known;
    if (!invite || invite.roomId !== info.id || !leadsIn(invite) || taken) {
      throw new AppError('invite_over', 'This invitation leads nowhere any more.');
    }
    if (known) return;
    // Before the disk: of two who come at once by the last use, one is too late.
    this.#note(invite.id, userId);
    try {
      await this.#store.addUse({ inviteId: invite.id, roomId: info.id, userId, usedAt: Date.now() });
    } catch (error) {
      this.#people.get(invite.id)?.delete(userId);
      throw error;
    }
    if (isOwner(info, userId)) return;
    const given = this.#roles.given(homeOf(info)).find((holder) => holder.userId === userId)?.role;
    if (given && isAtLeast(given, invite.role)) return;
    await this.#roles.assign(homeOf(info), userId, invite.role);
  }

  /** In force at once, kept when it resolves. Throws `not_found`. */
  async burn(roomId: RoomId, id: InviteId): Promise<void> {
    const invite = this.#of(roomId).find((one) => one.id === id);
    if (!invite) throw new AppError('not_found', 'There is no such invitation.');
    this.#byDigest.delete(invite.digest);
    await this.#store.burnInvite(id);
  }

  /** There is no such room any more. */
  forgetRoom(roomId: RoomId): void {
    for (const [digest, invite] of this.#byDigest)
      if (invite.roomId === roomId) this.#byDigest.delete(digest);
  }

  #of(roomId: RoomId): Invite[] {
    return [...this.#byDigest.values()].filter((invite) => invite.roomId === roomId && leadsIn(invite));
  }

  #note(id: InviteId, userId: UserId): void {
    this.#people.set(id, (this.#people.get(id) ?? new Set()).add(userId));
  }

  #toInfo({ id, role, by, createdAt, expiresAt, most }: Invite): InviteInfo {
    const carried = role as InviteInfo['role'];
    return {
      id,
      role: carried,
      by: by.name,
      createdAt,
      expiresAt,
      most,
      used: this.#people.get(id)?.size ?? 0,
    };
  }
}

function digestOf(token: InviteToken): string {
  return createHash('sha256').update(token).digest('hex');
}

function leadsIn({ expiresAt }: Invite): boolean {
  return expiresAt === null || expiresAt > Date.now();
}
