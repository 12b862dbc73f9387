import { createHash } from 'node:crypto';
import type { HouseInviteInfo } from '../../protocol/house.ts';
import { InviteId, InviteToken, type UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { AppError } from '../errors.ts';
import { entryOf } from '../moderation/AuditLog.ts';
import { randomId } from '../rooms/Participant.ts';
import type { HouseInvite } from '../store/HouseStore.ts';
import type { Store } from '../store/Store.ts';

const dayMs = 86_400_000;

/** Links by which people may make an account where that takes an invitation. All are at hand, by the digests of their secrets. */
export class HouseInvites {
  readonly #store: Pick<Store, 'house'>;
  readonly #byDigest = new Map<string, HouseInvite>();

  private constructor(store: Pick<Store, 'house'>) {
    this.#store = store;
  }

  static async load(store: Pick<Store, 'house'>): Promise<HouseInvites> {
    const invites = new HouseInvites(store);
    for (const invite of await store.house.invites()) invites.#byDigest.set(invite.digest, invite);
    return invites;
  }

  /** Those that are still good, the oldest first. */
  get list(): HouseInviteInfo[] {
    return this.#good.map(toInfo);
  }

  async make(
    by: { readonly id: UserId; readonly name: string },
    { days, most }: { readonly days: number | null; readonly most: number | null },
  ): Promise<{ invite: HouseInviteInfo; token: InviteToken }> {
    if (this.#good.length >= limits.houseInvites) {
      throw new AppError('conflict', 'This house has as many invitations as it can have.');
    }
    const token = InviteToken.parse(randomId());
    const createdAt = Date.now();
    const invite: HouseInvite = {
      id: InviteId.parse(randomId()),
      digest: digestOf(token),
      by: { id: by.id, name: by.name },
      createdAt,
      expiresAt: days === null ? null : createdAt + days * dayMs,
      most,
      used: 0,
    };
    const until = invite.expiresAt;
    await this.#store.house.addInvite(invite, entryOf({ action: 'houseInvited', by: by.id, until }));
    this.#byDigest.set(invite.digest, invite);
    return { invite: toInfo(invite), token };
  }

  /** Ends one at once. Throws `not_found`. */
  async burn(by: UserId, id: InviteId): Promise<void> {
    const invite = this.#good.find((one) => one.id === id);
    if (!invite) throw new AppError('not_found', 'There is no such invitation.');
    this.#byDigest.delete(invite.digest);
    await this.#store.house.burnInvite(id, entryOf({ action: 'houseInviteBurned', by }));
  }

  isGood(token: string): boolean {
    return this.#find(token) !== null;
  }

  /** One more comes by it. Throws `invite_over`. The returned function gives the place back. */
  async use(token: string): Promise<() => Promise<void>> {
    const invite = this.#find(token);
    if (!invite) throw new AppError('invite_over', 'This invitation leads nowhere any more.');
    // Before the disk: of two who come at once by the last use, one is too late.
    await this.#count(invite, 1);
    return () => this.#count(invite, -1);
  }

  /** There is no such person any more: what they made leads in, under no name. */
  forget(id: UserId): void {
    for (const [digest, invite] of this.#byDigest) {
      if (invite.by.id === id) this.#byDigest.set(digest, { ...invite, by: { ...invite.by, name: '' } });
    }
  }

  get #good(): HouseInvite[] {
    return [...this.#byDigest.values()].filter(isGood);
  }

  #find(token: string): HouseInvite | null {
    const invite = this.#byDigest.get(digestOf(token));
    return invite && isGood(invite) ? invite : null;
  }

  async #count({ id, digest }: HouseInvite, by: 1 | -1): Promise<void> {
    const invite = this.#byDigest.get(digest);
    if (invite) this.#byDigest.set(digest, { ...invite, used: invite.used + by });
    try {
      await this.#store.house.countInvite(id, by);
    } catch (error) {
      const counted = this.#byDigest.get(digest);
      if (counted) this.#byDigest.set(digest, { ...counted, used: counted.used - by });
      throw error;
    }
  }
}

function toInfo({ id, by, createdAt, expiresAt, most, used }: HouseInvite): HouseInviteInfo {
  return { id, by: by.name, createdAt, expiresAt, most, used };
}

function digestOf(token: string): string {
  return createHash('sha256').update(`house ${token}`).digest('hex');
}

function isGood({ expiresAt, most, used }: HouseInvite): boolean {
  return (expiresAt === null || expiresAt > Date.now()) && (most === null || used < most);
}
