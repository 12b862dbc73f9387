import type { Selectable } from 'kysely';
import type { LoginId, UserId } from '../../../protocol/ids.ts';
import type { LoginRecord, LoginStore } from '../AccountStore.ts';
import type { Tables } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';

/** The logins in the database. */
export class SqlLogins implements LoginStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async add({ id, userId, digest, device, createdAt, seenAt }: LoginRecord): Promise<void> {
    const row = { id, user_id: userId, digest, device, created_at: createdAt, seen_at: seenAt };
    await this.#commits.write((work) => work.insertInto('login').values(row).execute());
  }

  async find(digest: string): Promise<LoginRecord | null> {
    const row = await this.#commits.database
      .selectFrom('login')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row ? toLogin(row) : null;
  }

  async list(userId: UserId): Promise<LoginRecord[]> {
    const rows = await this.#commits.database
      .selectFrom('login')
      .selectAll()
      .where('user_id', '=', userId)
      .orderBy('seen_at', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(toLogin);
  }

  async rotate(id: LoginId, digest: string): Promise<void> {
    await this.#commits.write((work) =>
      work.updateTable('login').set({ digest }).where('id', '=', id).execute(),
    );
  }

  async see(id: LoginId, at: number): Promise<void> {
    await this.#commits.write(
      (work) => work.updateTable('login').set({ seen_at: at }).where('id', '=', id).execute(),
      { durable: false },
    );
  }

  async remove(userId: UserId, ids: readonly LoginId[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#commits.write((work) =>
      work.deleteFrom('login').where('user_id', '=', userId).where('id', 'in', ids).execute(),
    );
  }

  async removeIdle(since: number): Promise<void> {
    await this.#commits.write((work) => work.deleteFrom('login').where('seen_at', '<', since).execute());
  }
}

function toLogin(row: Selectable<Tables['login']>): LoginRecord {
  return {
    id: row.id as LoginId,
    userId: row.user_id as UserId,
    digest: row.digest,
    device: row.device,
    createdAt: row.created_at,
    seenAt: row.seen_at,
  };
}
