import type { HouseRole } from '../../protocol/houseRoles.ts';
import type { InviteId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { AuditRecord } from './ModerationStore.ts';

/** Somebody is something to the whole house. */
export interface HouseRoleRecord {
  readonly userId: UserId;
  readonly role: HouseRole;
  /** Who gave it; null: nobody, it came of the code. */
  readonly by: UserId | null;
  readonly since: number;
}

/** The code by which somebody becomes an admin: of it a digest is kept. */
export interface AdminCodeRecord {
  readonly digest: string;
  readonly expiresAt: number;
}

/** A link by which people may make an account: of its secret a digest is kept. */
export interface HouseInvite {
  readonly id: InviteId;
  readonly digest: string;
  readonly by: { readonly id: UserId; readonly name: string };
  readonly createdAt: number;
  readonly expiresAt: number | null;
  /** How many people may come by it. */
  readonly most: number | null;
  /** How many came. */
  readonly used: number;
}

/** Somebody who is kept: with an account, or a guest who gave a name. */
export interface KeptPerson {
  readonly person: PersonInfo;
  /** When the account was made; null for guests. */
  readonly since: number | null;
  /** When one of their browsers was seen last. */
  readonly seenAt: number | null;
}

export interface PeopleQuery {
  /** In names, over upper and lower case, or a whole id. */
  readonly text?: string | undefined;
  readonly skip: number;
  readonly count: number;
}

/** What the whole house has. Each change is written together with what the log says of it, or not at all. */
export interface HouseStore {
  /** All of them, the oldest first. */
  roles(): Promise<HouseRoleRecord[]>;
  /** In the place of the one before. Throws `last_admin` for another role of the only admin. */
  give(role: HouseRoleRecord, entry: AuditRecord): Promise<void>;
  /** One that is not there is fine. Throws `last_admin` for that of the only admin. */
  take(userId: UserId, entry: AuditRecord): Promise<void>;
  code(): Promise<AdminCodeRecord | null>;
  /** In the place of the one before. */
  setCode(code: AdminCodeRecord, entry: AuditRecord): Promise<void>;
  /** Uses the code up for a role. Throws `admin_code_wrong` when it is another one, or expired by the time of the entry. */
  claim(digest: string, role: HouseRoleRecord, entry: AuditRecord): Promise<void>;
  /** Accounts first, the newest of them first, then guests by name. */
  people(query: PeopleQuery): Promise<KeptPerson[]>;
  countPeople(): Promise<{ accounts: number; guests: number }>;
  /** What was chosen, by the name of the setting. */
  settings(): Promise<ReadonlyMap<string, unknown>>;
  /** What is null is chosen no more. */
  saveSettings(changes: Readonly<Record<string, unknown>>, entry: AuditRecord): Promise<void>;
  /** The oldest first. */
  invites(): Promise<HouseInvite[]>;
  addInvite(invite: HouseInvite, entry: AuditRecord): Promise<void>;
  /** One that is not there is fine. */
  burnInvite(id: InviteId, entry: AuditRecord): Promise<void>;
  /** Counts one more who came by it, or one less. Throws `invite_over` when as many came as may, or it was burned. */
  countInvite(id: InviteId, by: 1 | -1): Promise<void>;
}
