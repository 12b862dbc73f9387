import type { HouseRole } from '../../../protocol/houseRoles.ts';
import type { UserId } from '../../../protocol/ids.ts';
import { AppError } from '../../errors.ts';
import type { Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { AdminCodeRecord, HouseRoleRecord, HouseStore } from '../HouseStore.ts';
import type { AuditRecord } from '../ModerationStore.ts';
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
      await giveRole(work, role);
      await addEntry(work, entry);
    });
  }

  async take(userId: UserId, entry: AuditRecord): Promise<void> {
    await this.#commits.write(async (work) => {
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
}

async function giveRole(work: Work, { userId, role, by, since }: HouseRoleRecord): Promise<void> {
  const given = { role, by_id: by, since };
  await work
    .insertInto('house_role')
    .values({ user_id: userId, ...given })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(given))
    .execute();
}
