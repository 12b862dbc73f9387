import type { InviteId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import { AppError } from '../errors.ts';
import type { AccountStore, LoginStore } from './AccountStore.ts';
import type {
  AdminCodeRecord,
  HouseInvite,
  HouseRoleRecord,
  HouseStore,
  KeptPerson,
  PeopleQuery,
} from './HouseStore.ts';
import { inviteOver, lastAdmin } from './houseRefusals.ts';
import type { AuditRecord, AuditStore } from './ModerationStore.ts';

interface Guard {
  readonly requireOpen: () => void;
  readonly requireTaking: () => void;
}

/** The other parts of the store at which this looks. */
interface Others {
  readonly audit: Pick<AuditStore, 'add'>;
  readonly guests: ReadonlyMap<UserId, PersonInfo>;
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly logins: Pick<LoginStore, 'list'>;
}

/** What the whole house has, as long as the process lives. */
export class MemoryHouse implements HouseStore {
  readonly #guard: Guard;
  readonly #audit: Pick<AuditStore, 'add'>;
  readonly #others: Others;
  readonly #roles = new Map<UserId, HouseRoleRecord>();
  readonly #settings = new Map<string, unknown>();
  readonly #invites = new Map<InviteId, HouseInvite>();
  #code: AdminCodeRecord | null = null;

  constructor(guard: Guard, others: Others) {
    this.#guard = guard;
    this.#audit = others.audit;
    this.#others = others;
  }

  async roles(): Promise<HouseRoleRecord[]> {
    this.#guard.requireOpen();
    return [...this.#roles.values()].sort((a, b) => a.since - b.since || (a.userId < b.userId ? -1 : 1));
  }

  async give(role: HouseRoleRecord, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    if (role.role !== 'admin') this.#requireAnother(role.userId);
    this.#roles.set(role.userId, { ...role });
    await this.#audit.add(entry);
  }

  async take(userId: UserId, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#requireAnother(userId);
    this.#roles.delete(userId);
    await this.#audit.add(entry);
  }

  async code(): Promise<AdminCodeRecord | null> {
    this.#guard.requireOpen();
    return this.#code;
  }

  async setCode(code: AdminCodeRecord, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#code = { ...code };
    await this.#audit.add(entry);
  }

  async claim(digest: string, role: HouseRoleRecord, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    if (this.#code?.digest !== digest || this.#code.expiresAt <= entry.at) {
      throw new AppError('admin_code_wrong', 'That is not the code, or it is good no more.');
    }
    this.#code = null;
    await this.give(role, entry);
  }

  async people({ text, skip, count }: PeopleQuery): Promise<KeptPerson[]> {
    const words = text?.toLowerCase();
    return (await this.#people())
      .filter(({ person }) => !words || person.id === text || person.name.toLowerCase().includes(words))
      .sort(
        (a, b) =>
          (b.since ?? 0) - (a.since ?? 0) ||
          (a.person.name.toLowerCase() < b.person.name.toLowerCase() ? -1 : 1),
      )
      .slice(skip, skip + count);
  }

  async countPeople(): Promise<{ accounts: number; guests: number }> {
    const people = await this.#people();
    const accounts = people.filter(({ since }) => since !== null).length;
    return { accounts, guests: people.length - accounts };
  }

  async settings(): Promise<ReadonlyMap<string, unknown>> {
    this.#guard.requireOpen();
    return new Map(this.#settings);
  }

  async saveSettings(changes: Readonly<Record<string, unknown>>, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) this.#settings.delete(name);
      else this.#settings.set(name, value);
    }
    await this.#audit.add(entry);
  }

  async invites(): Promise<HouseInvite[]> {
    this.#guard.requireOpen();
    return [...this.#invites.values()]
      .map((invite) => structuredClone(invite))
      .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  async addInvite(invite: HouseInvite, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#invites.set(invite.id, structuredClone(invite));
    await this.#audit.add(entry);
  }

  async burnInvite(id: InviteId, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#invites.delete(id);
    await this.#audit.add(entry);
  }

  async countInvite(id: InviteId, by: 1 | -1): Promise<void> {
    this.#guard.requireTaking();
    const invite = this.#invites.get(id);
    const { most = 0, used = 0 } = invite ?? {};
    if (by === 1 && most !== null && used >= most) throw inviteOver();
    if (invite) this.#invites.set(id, { ...invite, used: invite.used + by });
  }

  /** Who made an invitation is called no more what they were called. */
  forget(userId: UserId): void {
    this.#roles.delete(userId);
    for (const [id, invite] of this.#invites) {
      if (invite.by.id === userId) this.#invites.set(id, { ...invite, by: { ...invite.by, name: '' } });
    }
  }

  #requireAnother(than: UserId): void {
    const admins = [...this.#roles.values()].filter(({ role }) => role === 'admin');
    if (admins.length === 1 && admins[0]?.userId === than) throw lastAdmin();
  }

  async #people(): Promise<KeptPerson[]> {
    this.#guard.requireOpen();
    const { guests, accounts, logins } = this.#others;
    return await Promise.all(
      [...guests.values()].map(async (person) => ({
        person: { ...person },
        since: (await accounts.find(person.id))?.createdAt ?? null,
        seenAt: (await logins.list(person.id))[0]?.seenAt ?? null,
      })),
    );
  }
}
