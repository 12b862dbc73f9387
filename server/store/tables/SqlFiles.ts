import { sql } from 'kysely';
import type { ChatFile } from '../../../protocol/files.ts';
import type { FileId, RoomId, UserId } from '../../../protocol/ids.ts';
import type { Work } from '../database.ts';
import type { FileRecord, FileStore } from '../FileStore.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import { noSuchFile } from '../messages.ts';

/** The files that people sent, as far as the database knows them. */
export class SqlFiles implements FileStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async add({ roomId, ownerId, file, kept, since }: Omit<FileRecord, 'seq'>): Promise<void> {
    const row = {
      id: file.id,
      room_id: roomId,
      owner_id: ownerId,
      about: JSON.stringify(file),
      kept,
      since,
      seq: null,
    };
    await this.#commits.write((work) => work.insertInto('file').values(row).execute());
  }

  async find(id: FileId): Promise<FileRecord | null> {
    const row = await this.#commits.database
      .selectFrom('file')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return null;
    return {
      roomId: row.room_id as RoomId,
      ownerId: row.owner_id as UserId,
      file: JSON.parse(row.about) as ChatFile,
      kept: row.kept,
      since: row.since,
      seq: row.seq,
    };
  }

  async ofLine(roomId: RoomId, seq: number): Promise<FileId[]> {
    const rows = await this.#commits.database
      .selectFrom('file')
      .select('id')
      .where('room_id', '=', roomId)
      .where('seq', '=', seq)
      .execute();
    return rows.map(({ id }) => id as FileId);
  }

  async remove(ids: readonly FileId[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#commits.write((work) => work.deleteFrom('file').where('id', 'in', ids).execute());
  }

  async used(ownerId: UserId): Promise<{ own: number; all: number }> {
    const sum = (own: boolean) =>
      this.#commits.database
        .selectFrom('file')
        .select((select) => select.fn.coalesce(select.fn.sum<number>('kept'), sql<number>`0`).as('bytes'))
        .$if(own, (query) => query.where('owner_id', '=', ownerId))
        .executeTakeFirstOrThrow();
    return { own: Number((await sum(true)).bytes), all: Number((await sum(false)).bytes) };
  }

  async staying(looseSince: number): Promise<FileId[]> {
    const rows = await this.#commits.database
      .selectFrom('file as f')
      .leftJoin('message as m', (join) =>
        join.onRef('m.room_id', '=', 'f.room_id').onRef('m.seq', '=', 'f.seq'),
      )
      .select('f.id')
      .where((where) =>
        where.or([
          where('m.deleted', '=', 0),
          where.and([where('f.seq', 'is', null), where('f.since', '>', looseSince)]),
        ]),
      )
      .execute();
    return rows.map(({ id }) => id as FileId);
  }
}

/** Gives files to a line, in their order. Throws `not_found` for any that is not its author's to give there. */
export async function carry(
  work: Work,
  ids: readonly FileId[],
  line: { roomId: RoomId; ownerId: UserId; seq: number },
): Promise<ChatFile[]> {
  const rows = await work
    .updateTable('file')
    .set({ seq: line.seq })
    .where('id', 'in', ids)
    .where('room_id', '=', line.roomId)
    .where('owner_id', '=', line.ownerId)
    .where('seq', 'is', null)
    .returning(['id', 'about'])
    .execute();
  const found = new Map(rows.map(({ id, about }) => [id, JSON.parse(about) as ChatFile]));
  return ids.map((id) => found.get(id) ?? noSuchFile());
}
