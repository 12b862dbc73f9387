import type { HouseRole } from '../../../protocol/houseRoles.ts';
import type { InviteId, UserId } from '../../../protocol/ids.ts';
import { AppError } from '../../errors.ts';
import type { Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type {
  AdminCodeRecord,
  HouseInvite,
  HouseRoleRecord,
  HouseStore,
  KeptPerson,
  PeopleQuery,
} from '../HouseStore.ts';
import { inviteOver, lastAdmin } from '../houseRefusals.ts';
import type { AuditRecord } from '../ModerationStore.ts';
import { countPeople, findPeople } from './housePeople.ts';
import { addEntry } from './SqlAudit.ts';

/** What the whole house has, in the database. */
export class SqlHouse implements HouseStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async roles(): Promise<HouseRoleRecord[]> {
    const rows = await this.#commits.database
      .selectFrom('house_role')
      .selectAll()
      .orderBy('since')
      .orderBy('user_id')
      .execute();
    return rows.map(({ user_id, role, by_id, since }) => ({
      userId: user_id as UserId,
      role: role as HouseRole,
      by: by_id as UserId | null,
      since,
    }));
  }

  async give(role: HouseRoleRecord, entry: AuditRecord): Promise<void> {
    await this.#commits.write(async (work) => {
      if (role.role !== 'admin') await requireAnother(work, role.userId);
      await giveRole(work, role);
      await addEntry(work, entry);
    });
  }

  async take(userId: UserId, entry: AuditRecord): Promise<void> {
    await this.#commits.write(async (work) => {
      await requireAnother(work, userId);
      await work.deleteFrom('house_role').where('user_id', '=', userId).execute();
      await addEntry(work, entry);
    });
  }

  async code(): Promise<AdminCodeRecord | null> {
    const row = await this.#commits.database.selectFrom('admin_code').selectAll().executeTakeFirst();
    return row ? { digest: row.digest, expiresAt: row.expires_at } : null;
  }

  async setCode({ digest, expiresAt }: AdminCodeRecord, entry: AuditRecord): Promise<void> {
    await this.#commits.write(async (work) => {
      await work.deleteFrom('admin_code').execute();
      await work.insertInto('admin_code').values({ digest, expires_at: expiresAt }).execute();
      await addEntry(work, entry);
    });
  }

  async claim(digest: string, role: HouseRoleRecord, entry: AuditRecord): Promise<void> {
    await this.#commits.write(async (work) => {
      const { numDeletedRows } = await work
        .deleteFrom('admin_code')
        .where('digest', '=', digest)
        .where('expires_at', '>', entry.at)
        .executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) {
        throw new AppError('admin_code_wrong', 'That is not the code, or it is good no more.');
      }
      await giveRole(work, role);
      await addEntry(work, entry);
    });
  }

  async people(query: PeopleQuery): Promise<KeptPerson[]> {
    return await findPeople(this.#commits.database, query);
  }

  async countPeople(): Promise<{ accounts: number; guests: number }> {
    return await countPeople(this.#commits.database);
  }

  async settings(): Promise<ReadonlyMap<string, unknown>> {
    const rows = await this.#commits.database.selectFrom('house_setting').selectAll().execute();
    return new Map(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
  }

  async saveSettings(changes: Readonly<Record<string, unknown>>, entry: AuditRecord): Promise<void> {
    await this.#commits.write(async (work) => {
      for (const [name, value] of Object.entries(changes)) {
        await work.deleteFrom('house_setting').where('name', '=', name).execute();
        if (value === null) continue;
        await work
          .insertInto('house_setting')
          .values({ name, value: JSON.stringify(value) })
          .execute();
      }
      await addEntry(work, entry);
    });
  }

  async invites(): Promise<HouseInvite[]> {
    const rows = await this.#commits.database
      .selectFrom('house_invite')
      .selectAll()
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map((row) => ({
      id: row.id as InviteId,
      digest: row.token_digest,
      by: { id: row.by_id as UserId, name: row.by_name },
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      most: row.most,
      used: row.used,
    }));
  }

  async addInvite(invite: HouseInvite, entry: AuditRecord): Promise<void> {
    const { id, digest, by, createdAt, expiresAt, most, used } = invite;
    await this.#commits.write(async (work) => {
      await work
        .insertInto('house_invite')
        .values({
          ...{ id, token_digest: digest, by_id: by.id, by_name: by.name },
          ...{ created_at: createdAt, expires_at: expiresAt, most, used },
        })
        .execute();
      await addEntry(work, entry);
    });
  }

  async burnInvite(id: InviteId, entry: AuditRecord): Promise<void> {
    await this.#commits.write(async (work) => {
      await work.deleteFrom('house_invite').where('id', '=', id).execute();
      await addEntry(work, entry);
    });
  }

  async countInvite(id: InviteId, by: 1 | -1): Promise<void> {
    await this.#commits.write(async (work) => {
      const { numUpdatedRows } = await work
        .updateTable('house_invite')
        .set(({ eb }) => ({ used: eb('used', '+', by) }))
        .where('id', '=', id)
        .$if(by === 1, (query) =>
          query.where(({ or, eb }) => or([eb('most', 'is', null), eb('used', '<', eb.ref('most'))])),
        )
        .executeTakeFirstOrThrow();
      if (by === 1 && numUpdatedRows === 0n) throw inviteOver();
    });
  }
}

/** On whichever server two admins go at once, one stays. */
async function requireAnother(work: Work, than: UserId): Promise<void> {
  const admins = await work
    .selectFrom('house_role')
    .select('user_id')
    .where('role', '=', 'admin')
    .limit(2)
    .execute();
  if (admins.length === 1 && admins[0]?.user_id === than) throw lastAdmin();
}

async function giveRole(work: Work, { userId, role, by, since }: HouseRoleRecord): Promise<void> {
  const given = { role, by_id: by, since };
  await work
    .insertInto('house_role')
    .values({ user_id: userId, ...given })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(given))
    .execute();
}
