import { EventEmitter } from 'node:events';
import { type HouseRole, isHouseRoleAtLeast } from '../../protocol/houseRoles.ts';
import type { UserId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import { entryOf } from '../moderation/AuditLog.ts';
import type { HouseRoleRecord } from '../store/HouseStore.ts';
import type { Store } from '../store/Store.ts';

/** Who runs the house, and who keeps order in all of it. At hand in memory; there is never an admin less than one. */
export class HouseRoles extends EventEmitter<{ changed: [id: UserId, by: UserId] }> {
  readonly #store: Pick<Store, 'house' | 'accounts'>;
  readonly #isBarred: (id: UserId) => boolean;
  readonly #held = new Map<UserId, HouseRoleRecord>();

  private constructor(store: Pick<Store, 'house' | 'accounts'>, isBarred: (id: UserId) => boolean) {
    super();
    this.#store = store;
    this.#isBarred = isBarred;
  }

  /** `isBarred` says who may not be in the house. */
  static async load(
    store: Pick<Store, 'house' | 'accounts'>,
    isBarred: (id: UserId) => boolean = () => false,
  ): Promise<HouseRoles> {
    const roles = new HouseRoles(store, isBarred);
    for (const record of await store.house.roles()) roles.#held.set(record.userId, record);
    return roles;
  }

  /** Everybody with a role, who has it longest first. */
  get list(): readonly HouseRoleRecord[] {
    return [...this.#held.values()].sort((a, b) => a.since - b.since);
  }

  roleOf(id: UserId): HouseRole | null {
    return this.#held.get(id)?.role ?? null;
  }

  of(id: UserId): HouseRoleRecord | null {
    return this.#held.get(id) ?? null;
  }

  get hasAdmin(): boolean {
    return this.#admins.length > 0;
  }

  /** Throws `forbidden`. */
  require(id: UserId, least: HouseRole): void {
    if (isHouseRoleAtLeast(this.roleOf(id), least)) return;
    throw new AppError('forbidden', 'That is for those who run this house.');
  }

  /** Makes somebody an admin for a code of which this is the digest. Throws `admin_code_wrong`. */
  async claim(id: UserId, digest: string): Promise<void> {
    const record = { userId: id, role: 'admin', by: null, since: Date.now() } as const;
    await this.#store.house.claim(digest, record, entryOf({ action: 'houseAdmin', to: id }));
    this.#put(id, record, id);
  }

  /** Throws `forbidden` for who is no admin (any more), `conflict` for who has no account or is barred, `last_admin`. */
  async give(by: UserId, to: UserId, role: HouseRole): Promise<void> {
    const account = await this.#store.accounts.find(to);
    this.require(by, 'admin');
    if (!account) throw new AppError('conflict', 'That takes an account.');
    if (this.roleOf(to) === role) return;
    // Who cannot come in would count as an admin beside the last one who can.
    if (this.#isBarred(to)) throw new AppError('conflict', 'They may not be in this house.');
    if (role !== 'admin') this.#requireAnother(to);
    const record = { userId: to, role, by, since: Date.now() };
    const action = role === 'admin' ? 'houseAdmin' : 'houseModerator';
    await this.#change({ id: to, by }, record, () =>
      this.#store.house.give(record, entryOf({ action, by, to })),
    );
  }

  /** Everybody gives their own back; others’ are for admins to take. Throws `forbidden`, `not_found`, `last_admin`. */
  async take(by: UserId, from: UserId): Promise<void> {
    const role = this.roleOf(from);
    if (role === null) throw new AppError('not_found', 'They have no role in this house.');
    if (by !== from) this.require(by, 'admin');
    this.#requireAnother(from);
    const entry = entryOf({ action: 'houseRoleTaken', by, to: from, note: role });
    await this.#change({ id: from, by }, null, () => this.#store.house.take(from, entry));
  }

  /** Somebody is about to leave for good. Throws `last_admin`. */
  async leave(id: UserId): Promise<void> {
    if (this.roleOf(id) !== null) await this.take(id, id);
  }

  get #admins(): HouseRoleRecord[] {
    return [...this.#held.values()].filter(({ role }) => role === 'admin');
  }

  #requireAnother(than: UserId): void {
    const admins = this.#admins;
    if (admins.length !== 1 || admins[0]?.userId !== than) return;
    throw new AppError('last_admin', 'Nobody else runs this house: make somebody else an admin first.');
  }

  /** In force before it is kept, so that of two who go at once one stays; as it was where it could not be kept. */
  async #change(
    { id, by }: { readonly id: UserId; readonly by: UserId },
    to: HouseRoleRecord | null,
    keep: () => Promise<void>,
  ): Promise<void> {
    const before = this.#held.get(id) ?? null;
    this.#put(id, to, by);
    try {
      await keep();
    } catch (error) {
      if (this.of(id) === to) this.#put(id, before, by);
      throw error;
    }
  }

  #put(id: UserId, record: HouseRoleRecord | null, by: UserId): void {
    if (record) this.#held.set(id, record);
    else this.#held.delete(id);
    this.emit('changed', id, by);
  }
}
