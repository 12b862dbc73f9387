import { type QueryExecutorProvider, sql } from 'kysely';
import type { RoomId } from '../../../protocol/ids.ts';
import { termsOf } from '../../searchTerms.ts';
import type { Database, Work } from '../database.ts';
import type { LinePlace, SoughtWord, WordIndex } from './WordIndex.ts';

// PostgreSQL refuses words of more than 2046 bytes; whoever looks for one that long has it cut as well.
const longest = 500;

/** PostgreSQL's: a GIN index over terms of ours, with the room among them, so that others' lines are not looked at. */
export const tsvectorWords: WordIndex = {
  async create(database: QueryExecutorProvider) {
    await sql`create table message_search (
      room_id text collate "C" not null references room (id) on delete cascade,
      seq bigint not null,
      terms tsvector not null,
      primary key (room_id, seq)
    )`.execute(database);
    await sql`create index message_search_by_terms on message_search using gin (terms)`.execute(database);
  },

  async add(work: Work, lines) {
    const values = lines.map(
      ({ place, text }) => sql`(${place.roomId}, ${place.seq}, ${vector(place.roomId, text)})`,
    );
    await sql`insert into message_search (room_id, seq, terms) values ${sql.join(values)}
      on conflict do nothing`.execute(work);
  },

  async replace(work: Work, { roomId, seq }: LinePlace, text: string) {
    await sql`update message_search set terms = ${vector(roomId, text)}
      where room_id = ${roomId} and seq = ${seq}`.execute(work);
  },

  async removeRoom(work: Work, roomId: RoomId) {
    await sql`delete from message_search where room_id = ${roomId}`.execute(work);
  },

  async find(database: Database, { roomId, seq }: LinePlace, words: readonly SoughtWord[], count: number) {
    // Terms are letters and digits: nothing in them ends the quotation.
    const sought = words.map(({ term, begun }) => `'${cut(term)}'${begun ? ':*' : ''}`);
    const query = [`'${roomKey(roomId)}'`, ...sought].join(' & ');
    const { rows } = await sql<{ seq: number }>`
      select seq from message_search
      where terms @@ ${query}::tsquery and room_id = ${roomId} and seq < ${seq}
      order by seq desc limit ${count}`.execute(database);
    return rows.map((row) => row.seq);
  },
};

const cut = (term: string) => term.slice(0, longest);
// No term of ours has a colon.
const roomKey = (roomId: RoomId) => `room:${Buffer.from(roomId).toString('hex')}`;
const vector = (roomId: RoomId, text: string) =>
  sql`array_to_tsvector(${[roomKey(roomId), ...new Set(termsOf(text).map(cut))]}::text[])`;
