import { sql } from 'kysely';
import type { ReadMark } from '../../../protocol/chatReading.ts';
import type { RoomId, UserId } from '../../../protocol/ids.ts';
import { FixedQuery } from '../FixedQuery.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { ReadingStore } from '../Store.ts';

/** How far people read, in the database. */
export class SqlReading implements ReadingStore {
  readonly #commits: GroupCommit;
  readonly #mark = new FixedQuery((database) =>
    database.selectFrom('chat_read').select('seq').where('user_id', '=', '').where('room_id', '=', ''),
  );

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async find(roomId: RoomId, userId: UserId, count: number): Promise<ReadMark | null> {
    const { database } = this.#commits;
    const [mark] = await this.#mark.rows(database, [userId, roomId]);
    if (!mark) return null;
    const naming = await database
      .selectFrom('mention')
      .select('seq')
      .where('user_id', '=', userId)
      .where('room_id', '=', roomId)
      .where('seq', '>', mark.seq)
      .orderBy('seq', 'desc')
      .limit(count)
      .execute();
    return { seq: mark.seq, mentions: naming.map(({ seq }) => seq).reverse() };
  }

  async rooms(userId: UserId): Promise<{ roomId: RoomId; seq: number }[]> {
    const rows = await this.#commits.database
      .selectFrom('chat_read')
      .select(['room_id', 'seq'])
      .where('user_id', '=', userId)
      .orderBy('room_id')
      .execute();
    return rows.map(({ room_id, seq }) => ({ roomId: room_id as RoomId, seq }));
  }

  async save(roomId: RoomId, userId: UserId, seq: number): Promise<void> {
    await this.#commits.write(
      (work) =>
        work
          .insertInto('chat_read')
          .values({ room_id: roomId, user_id: userId, seq })
          .onConflict((conflict) =>
            conflict
              .columns(['user_id', 'room_id'])
              .doUpdateSet({ seq: sql`excluded.seq` })
              .whereRef('excluded.seq', '>', 'chat_read.seq'),
          )
          .execute(),
      { durable: false },
    );
  }
}
