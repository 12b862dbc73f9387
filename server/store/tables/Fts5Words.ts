import { type QueryExecutorProvider, sql } from 'kysely';
import type { RoomId } from '../../../protocol/ids.ts';
import { termsOf } from '../../searchTerms.ts';
import type { Database, Work } from '../database.ts';
import type { LinePlace, SoughtWord, WordIndex } from './WordIndex.ts';

/** SQLite's: FTS5 over terms of ours, as its own know no Chinese words of two characters. */
export const fts5Words: WordIndex = {
  async create(database: QueryExecutorProvider) {
    await sql`create virtual table message_search using fts5(
      terms, seq unindexed,
      content = '', contentless_delete = 1, contentless_unindexed = 1, detail = none, tokenize = unicode61
    )`.execute(database);
  },

  async add(work: Work, lines) {
    const values = lines.map(({ place, text }) => sql`(${document(place, text)}, ${place.seq})`);
    await sql`insert into message_search (terms, seq) values ${sql.join(values)}`.execute(work);
  },

  async replace(work: Work, place: LinePlace, text: string) {
    const { rows } = await sql<{ rowid: number }>`
      select rowid from message_search where message_search match ${lineKey(place)}`.execute(work);
    const rowid = rows[0]?.rowid;
    if (rowid === undefined) return;
    await sql`delete from message_search where rowid = ${rowid}`.execute(work);
    await sql`insert into message_search (rowid, terms, seq)
      values (${rowid}, ${document(place, text)}, ${place.seq})`.execute(work);
  },

  async removeRoom(work: Work, roomId: RoomId) {
    await sql`delete from message_search where rowid in
      (select rowid from message_search where message_search match ${roomKey(roomId)})`.execute(work);
  },

  async find(database: Database, { roomId, seq }: LinePlace, words: readonly SoughtWord[], count: number) {
    const sought = words.map(({ term, begun }) => (begun ? `"${term}"*` : `"${term}"`));
    const query = [roomKey(roomId), ...sought].join(' ');
    const { rows } = await sql<{ seq: number }>`
      select seq from message_search where message_search match ${query} and seq < ${seq}
      order by rowid desc limit ${count}`.execute(database);
    return rows.map((row) => row.seq);
  },
};

const hex = (roomId: RoomId) => Buffer.from(roomId).toString('hex');
const roomKey = (roomId: RoomId) => `room${hex(roomId)}`;
const lineKey = ({ roomId, seq }: LinePlace) => `line${hex(roomId)}x${seq}`;
const document = (place: LinePlace, text: string) =>
  [roomKey(place.roomId), lineKey(place), ...new Set(termsOf(text))].join(' ');
