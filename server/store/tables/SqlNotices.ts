import type { Selectable } from 'kysely';
import type { InterestSlug, NoticeId, RoomId, UserId } from '../../../protocol/ids.ts';
import type { NoticeEvent, NoticeKind, NoticeTarget, QuietHours } from '../../../protocol/notices.ts';
import type { PersonInfo } from '../../../protocol/people.ts';
import type { Database, Tables, Work } from '../database.ts';
import { FixedQuery } from '../FixedQuery.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { KeptNotices, NoticeChoice, NoticeRecord, NoticeStore } from '../NoticeStore.ts';

const soon = { durable: false };

/** What people were told, and want to be told, in the database. */
export class SqlNotices implements NoticeStore {
  readonly #commits: GroupCommit;
  readonly #all = new FixedQuery((database) => of(database, '' as UserId));

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async list(userId: UserId): Promise<NoticeRecord[]> {
    const rows = await this.#all.rows(this.#commits.database, [userId]);
    return rows.map(toRecord);
  }

  async save(record: NoticeRecord, keep: KeptNotices): Promise<void> {
    await this.#commits.write((work) => write(work, record, keep), soon);
  }

  async fold(
    userId: UserId,
    fold: string,
    become: (before: NoticeRecord | null) => NoticeRecord | null,
    keep: KeptNotices,
  ): Promise<NoticeRecord | null> {
    return await this.#commits.write(async (work) => {
      const row = await of(work, userId).where('fold', '=', fold).executeTakeFirst();
      const next = become(row ? toRecord(row) : null);
      if (next) await write(work, next, keep);
      return next;
    }, soon);
  }

  async markRead(userId: UserId, ids: readonly NoticeId[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#commits.write(
      (work) =>
        work
          .updateTable('notice')
          .set({ read: 1 })
          .where('user_id', '=', userId)
          .where('id', 'in', ids)
          .execute(),
      { durable: false },
    );
  }

  async forgetLine(roomId: RoomId, seq: number): Promise<void> {
    await this.#commits.write((work) =>
      work.deleteFrom('notice').where('room_id', '=', roomId).where('seq', '=', seq).execute(),
    );
  }

  async choices(): Promise<NoticeChoice[]> {
    const { database } = this.#commits;
    const levels = await database.selectFrom('notice_level').selectAll().execute();
    const quiet = await database.selectFrom('quiet_hours').selectAll().execute();
    const people = new Set([...levels, ...quiet].map(({ user_id }) => user_id));
    const levelsOf = Map.groupBy(levels, ({ user_id }) => user_id);
    const quietOf = new Map(quiet.map((row) => [row.user_id, row]));
    return [...people].map((id) => {
      const hours = quietOf.get(id);
      return {
        userId: id as UserId,
        levels: (levelsOf.get(id) ?? []).map(
          ({ kind, target, level }) => ({ kind, id: target, level }) as NoticeTarget,
        ),
        quiet: hours ? { from: hours.from_minute, to: hours.to_minute, zone: hours.zone } : null,
      };
    });
  }

  async saveLevel(userId: UserId, { kind, id, level }: NoticeTarget): Promise<void> {
    await this.#commits.write((work) =>
      work
        .insertInto('notice_level')
        .values({ user_id: userId, kind, target: id, level })
        .onConflict((conflict) => conflict.columns(['user_id', 'kind', 'target']).doUpdateSet({ level }))
        .execute(),
    );
  }

  async saveQuiet(userId: UserId, quiet: QuietHours | null): Promise<void> {
    await this.#commits.write(async (work) => {
      await work.deleteFrom('quiet_hours').where('user_id', '=', userId).execute();
      if (!quiet) return;
      const { from: from_minute, to: to_minute, zone } = quiet;
      await work
        .insertInto('quiet_hours')
        .values({ user_id: userId, from_minute, to_minute, zone })
        .execute();
    });
  }
}

function of(database: Database | Work, userId: UserId) {
  return database
    .selectFrom('notice')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc');
}

async function write(work: Work, record: NoticeRecord, { count, since }: KeptNotices): Promise<void> {
  const { id, userId: user_id, roomId: room_id, who, event, read, ...same } = record;
  const json = { who: who && JSON.stringify(who), event: event && JSON.stringify(event) };
  const changes = { ...same, ...json, user_id, room_id, read: read ? 1 : 0 };
  await work
    .insertInto('notice')
    .values({ id, ...changes })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
    .execute();
  await work.deleteFrom('notice').where('user_id', '=', user_id).where('at', '<', since).execute();
  const kept = of(work, record.userId).clearSelect().select('id').limit(count);
  await work.deleteFrom('notice').where('user_id', '=', user_id).where('id', 'not in', kept).execute();
}

function toRecord({
  id,
  user_id,
  room_id,
  who,
  interest,
  event,
  read,
  kind,
  ...same
}: Selectable<Tables['notice']>) {
  return {
    ...same,
    id: id as NoticeId,
    userId: user_id as UserId,
    kind: kind as NoticeKind,
    who: who === null ? null : (JSON.parse(who) as PersonInfo),
    roomId: room_id as RoomId | null,
    interest: interest as InterestSlug | null,
    event: event === null ? null : (JSON.parse(event) as NoticeEvent),
    read: read === 1,
  };
}
