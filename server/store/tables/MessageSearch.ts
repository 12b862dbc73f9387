import { sql } from 'kysely';
import type { RoomId } from '../../../protocol/ids.ts';
import { isHan, queryTermsOf } from '../../searchTerms.ts';
import type { Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { LinePlace, WordIndex } from './WordIndex.ts';

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
  readonly #words: WordIndex;
  /** The rooms in which something was said that is not written down. */
  readonly #behind = new Set<RoomId>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(commits: GroupCommit, words: WordIndex) {
    this.#commits = commits;
    this.#words = words;
  }

  said(roomId: RoomId): void {
    this.#behind.add(roomId);
    this.#later(firstMs);
  }

  /** The places of the latest lines before one that have all words of a text, the latest first. */
  async find(before: LinePlace, text: string, count: number): Promise<number[]> {
    const terms = queryTermsOf(text);
    if (terms.length === 0) return [];
    while (await this.#index(before.roomId)) {
      // There is more to be written down.
    }
    const last = terms.at(-1) ?? '';
    // Whoever is still typing has begun the last word.
    const words = terms.map((term) => ({ term, begun: term === last && !isHan(term) }));
    return await this.#words.find(this.#commits.database, before, words, count);
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
      return await this.#commits.write((work) => indexSome(work, this.#words, roomId), soft);
    } catch {
      // The storage is handed over or closed: whoever searches next finds it as it is.
      return false;
    }
  }
}

/** The lines that come next in the index. */
const lines = (roomId: RoomId) => sql<{ seq: number; text: string }>`
  select seq, text from message where room_id = ${roomId}
    and seq > coalesce((select seq from message_searched where room_id = ${roomId}), 0)
  order by seq limit ${atOnce}`;

async function indexSome(work: Work, words: WordIndex, roomId: RoomId): Promise<boolean> {
  // Somebody else may have been here between the look and the lock.
  const { rows } = await lines(roomId).execute(work);
  const last = rows.at(-1);
  if (!last) return false;
  await words.add(
    work,
    rows.map(({ seq, text }) => ({ place: { roomId, seq }, text })),
  );
  await work
    .insertInto('message_searched')
    .values({ room_id: roomId, seq: last.seq })
    .onConflict((conflict) => conflict.column('room_id').doUpdateSet({ seq: last.seq }))
    .execute();
  return rows.length === atOnce;
}
