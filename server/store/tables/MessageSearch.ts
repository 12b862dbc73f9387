import { type QueryExecutorProvider, sql } from 'kysely';
import type { RoomId } from '../../../protocol/ids.ts';
import { isHan, queryTermsOf, termsOf } from '../../searchTerms.ts';
import type { Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';

/** The place of a line. */
interface Place {
  readonly roomId: RoomId;
  readonly seq: number;
}

const soft = { durable: false };
const atOnce = 200;
const firstMs = 1_000;
const nextMs = 200;

/**
 * Finds lines by their words. Nobody who says something waits for its words to be written down: that is done a
 * moment later, some lines at a time, and what is left of a room when somebody searches there.
 */
export class MessageSearch {
  readonly #commits: GroupCommit;
  /** The rooms in which something was said that is not written down. */
  readonly #behind = new Set<RoomId>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  said(roomId: RoomId): void {
    this.#behind.add(roomId);
    this.#later(firstMs);
  }

  /** The places of the latest lines before one that have all words of a text, the latest first. */
  async find({ roomId, seq }: Place, text: string, count: number): Promise<number[]> {
    const terms = queryTermsOf(text);
    if (terms.length === 0) return [];
    while (await this.#index(roomId)) {
      // There is more to be written down.
    }
    const last = terms.at(-1) ?? '';
    // Whoever is still typing has begun the last word.
    const words = terms.map((term) => (term === last && !isHan(term) ? `"${term}"*` : `"${term}"`));
    const query = [roomKey(roomId), ...words].join(' ');
    const { rows } = await sql<{ seq: number }>`
      select seq from message_search where message_search match ${query} and seq < ${seq}
      order by rowid desc limit ${count}`.execute(this.#commits.database);
    return rows.map((row) => row.seq);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #later(ms: number): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => void this.#run(), ms).unref();
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    const [roomId] = this.#behind;
    if (roomId === undefined) return;
    if (!(await this.#index(roomId))) this.#behind.delete(roomId);
    if (this.#behind.size > 0) this.#later(nextMs);
  }

  /** Writes the words of some lines down; says whether there may be more of them. */
  async #index(roomId: RoomId): Promise<boolean> {
    try {
      const { rows } = await lines(roomId).execute(this.#commits.database);
      if (rows.length === 0) return false;
      return await this.#commits.write((work) => indexSome(work, roomId), soft);
    } catch {
      // The storage is handed over or closed: whoever searches next finds it as it is.
      return false;
    }
  }
}

/** Makes the index: FTS5 over terms of ours, as its own know no Chinese words of two characters. */
export async function createMessageSearch(database: QueryExecutorProvider): Promise<void> {
  await sql`create virtual table message_search using fts5(
    terms, seq unindexed,
    content = '', contentless_delete = 1, contentless_unindexed = 1, detail = none, tokenize = unicode61
  )`.execute(database);
}

/** Finds a line by the words it has by now; without any it is found no more. One not written down yet is left. */
export async function reindexMessage(work: Work, place: Place, text: string): Promise<void> {
  const { rows } = await sql<{ rowid: number }>`
    select rowid from message_search where message_search match ${lineKey(place)}`.execute(work);
  const rowid = rows[0]?.rowid;
  if (rowid === undefined) return;
  await sql`delete from message_search where rowid = ${rowid}`.execute(work);
  await sql`insert into message_search (rowid, terms, seq)
    values (${rowid}, ${document(place, text)}, ${place.seq})`.execute(work);
}

/** Forgets the words of a room. */
export async function unindexRoom(work: Work, roomId: RoomId): Promise<void> {
  await sql`delete from message_search where rowid in
    (select rowid from message_search where message_search match ${roomKey(roomId)})`.execute(work);
}

/** The lines that come next in the index. */
const lines = (roomId: RoomId) => sql<{ seq: number; text: string }>`
  select seq, text from message where room_id = ${roomId}
    and seq > coalesce((select seq from message_searched where room_id = ${roomId}), 0)
  order by seq limit ${atOnce}`;

async function indexSome(work: Work, roomId: RoomId): Promise<boolean> {
  // Somebody else may have been here between the look and the lock.
  const { rows } = await lines(roomId).execute(work);
  const last = rows.at(-1);
  if (!last) return false;
  const values = rows.map(({ seq, text }) => sql`(${document({ roomId, seq }, text)}, ${seq})`);
  await sql`insert into message_search (terms, seq) values ${sql.join(values)}`.execute(work);
  await work
    .insertInto('message_searched')
    .values({ room_id: roomId, seq: last.seq })
    .onConflict((conflict) => conflict.column('room_id').doUpdateSet({ seq: last.seq }))
    .execute();
  return rows.length === atOnce;
}

const hex = (roomId: RoomId) => Buffer.from(roomId).toString('hex');
const roomKey = (roomId: RoomId) => `room${hex(roomId)}`;
const lineKey = ({ roomId, seq }: Place) => `line${hex(roomId)}x${seq}`;
const document = (place: Place, text: string) =>
  [roomKey(place.roomId), lineKey(place), ...new Set(termsOf(text))].join(' ');
