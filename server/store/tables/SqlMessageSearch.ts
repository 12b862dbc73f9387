import { type QueryExecutorProvider, sql } from 'kysely';
import type { RoomId } from '../../../protocol/ids.ts';
import { isHan, queryTermsOf, termsOf } from '../../searchTerms.ts';

/** The place of a line. */
interface Place {
  readonly roomId: RoomId;
  readonly seq: number;
}

/** Makes the index: FTS5 over terms of ours, as its own know no Chinese words of two characters. */
export async function createMessageSearch(database: QueryExecutorProvider): Promise<void> {
  await sql`create virtual table message_search using fts5(
    terms, seq unindexed,
    content = '', contentless_delete = 1, contentless_unindexed = 1, detail = none, tokenize = unicode61
  )`.execute(database);
}

/** Makes a new line found by its words. */
export async function indexMessage(work: QueryExecutorProvider, place: Place, text: string): Promise<void> {
  await sql`insert into message_search (terms, seq) values (${document(place, text)}, ${place.seq})`.execute(
    work,
  );
}

/** Makes a line found by the words it has by now; without any it is found no more. */
export async function reindexMessage(work: QueryExecutorProvider, place: Place, text: string): Promise<void> {
  const { rows } = await sql<{ rowid: number }>`
    select rowid from message_search where message_search match ${lineKey(place)}`.execute(work);
  const rowid = rows[0]?.rowid;
  if (rowid === undefined) return;
  await sql`delete from message_search where rowid = ${rowid}`.execute(work);
  if (text === '') return;
  await sql`insert into message_search (rowid, terms, seq)
    values (${rowid}, ${document(place, text)}, ${place.seq})`.execute(work);
}

/** Forgets the words of a room. */
export async function unindexRoom(work: QueryExecutorProvider, roomId: RoomId): Promise<void> {
  await sql`delete from message_search where rowid in
    (select rowid from message_search where message_search match ${roomKey(roomId)})`.execute(work);
}

/** The places of the latest lines before one that have all words of a text, the latest first. */
export async function findMessages(
  database: QueryExecutorProvider,
  { roomId, seq }: Place,
  text: string,
  count: number,
): Promise<number[]> {
  const terms = queryTermsOf(text);
  if (terms.length === 0) return [];
  const last = terms.at(-1) ?? '';
  // Whoever is still typing has begun the last word.
  const words = terms.map((term) => (term === last && !isHan(term) ? `"${term}"*` : `"${term}"`));
  const query = [roomKey(roomId), ...words].join(' ');
  const { rows } = await sql<{ seq: number }>`
    select seq from message_search where message_search match ${query} and seq < ${seq}
    order by rowid desc limit ${count}`.execute(database);
  return rows.map((row) => row.seq);
}

const hex = (roomId: RoomId) => Buffer.from(roomId).toString('hex');
const roomKey = (roomId: RoomId) => `room${hex(roomId)}`;
const lineKey = ({ roomId, seq }: Place) => `line${hex(roomId)}x${seq}`;
const document = (place: Place, text: string) =>
  [roomKey(place.roomId), lineKey(place), ...new Set(termsOf(text))].join(' ');
