import type { Selectable } from 'kysely';
import type { LoginId, UserId } from '../../../protocol/ids.ts';
import type { Tables, Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { PushRecord, PushStore } from '../PushStore.ts';

/** The browsers that are told while nothing is open in them, in the database. */
export class SqlPushes implements PushStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async list(userId: UserId): Promise<PushRecord[]> {
    const rows = await this.#commits.database
      .selectFrom('push_subscription')
      .selectAll()
      .where('user_id', '=', userId)
      .orderBy('since', 'desc')
      .orderBy('endpoint')
      .execute();
    return rows.map(toRecord);
  }

  async save({ userId, loginId, keys, ...same }: PushRecord, most: number): Promise<void> {
    const row = { ...same, user_id: userId, login_id: loginId, p256dh: keys.p256dh, auth: keys.auth };
    await this.#commits.write(async (work) => {
      await work.deleteFrom('push_subscription').where('endpoint', '=', row.endpoint).execute();
      await removeOf(work, userId, loginId);
      await work.insertInto('push_subscription').values(row).execute();
      const kept = work
        .selectFrom('push_subscription')
        .select('endpoint')
        .where('user_id', '=', userId)
        .orderBy('since', 'desc')
        .orderBy('endpoint')
        .limit(most);
      await work
        .deleteFrom('push_subscription')
        .where('user_id', '=', userId)
        .where('endpoint', 'not in', kept)
        .execute();
    });
  }

  async setFailures(endpoint: string, failures: number): Promise<void> {
    await this.#commits.write(
      (work) =>
        work.updateTable('push_subscription').set({ failures }).where('endpoint', '=', endpoint).execute(),
      { durable: false },
    );
  }

  async remove(endpoint: string): Promise<void> {
    await this.#commits.write((work) =>
      work.deleteFrom('push_subscription').where('endpoint', '=', endpoint).execute(),
    );
  }

  async removeOf(userId: UserId, loginId: LoginId | null): Promise<void> {
    await this.#commits.write((work) => removeOf(work, userId, loginId));
  }

  async removeLogins(ids: readonly LoginId[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#commits.write((work) =>
      work.deleteFrom('push_subscription').where('login_id', 'in', ids).execute(),
    );
  }
}

async function removeOf(work: Work, userId: UserId, loginId: LoginId | null): Promise<void> {
  await work
    .deleteFrom('push_subscription')
    .where('user_id', '=', userId)
    .where('login_id', loginId === null ? 'is' : '=', loginId)
    .execute();
}

function toRecord({
  user_id,
  login_id,
  p256dh,
  auth,
  language,
  ...same
}: Selectable<Tables['push_subscription']>): PushRecord {
  return {
    ...same,
    userId: user_id as UserId,
    loginId: login_id as LoginId | null,
    keys: { p256dh, auth },
    language: language === 'zh' ? 'zh' : 'en',
  };
}
