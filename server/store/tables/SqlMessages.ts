import { randomBytes } from 'node:crypto';
import { type Kysely, type Selectable, sql, type Updateable } from 'kysely';
import type { ChatMessage, QuotedMessage, Reaction } from '../../../protocol/chat.ts';
import type { ClientMessageId, MessageId, RoomId, UserId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Stamp } from '../../../protocol/lines.ts';
import { AppError } from '../../errors.ts';
import type { Tables, Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import { requireChangeable, requireThere, withStamp } from '../messages.ts';
import type { LatestMessages, MessageChange, MessageDraft, MessagePage, MessageStore } from '../Store.ts';

/** The messages in the database. */
export class SqlMessages implements MessageStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  add(draft: MessageDraft): Promise<{ message: ChatMessage; isNew: boolean }> {
    const row = {
      id: randomBytes(16).toString('base64url'),
      room_id: draft.roomId,
      author_id: draft.author.id,
      author_name: draft.author.name,
      author_avatar: draft.author.avatar,
      client_message_id: draft.clientMessageId,
      text: draft.text,
      sent_at: Date.now(),
      edited_at: null,
      deleted: 0,
      answers: draft.answers,
      reactions: '[]',
    };
    return this.#commits.write(async (work) => {
      const added = await insert(work, row);
      if (!added) return { message: toMessage(await earlier(work, row)), isNew: false };
      // Nothing more is read for what answers nothing, as most does.
      if (row.answers === null) return { message: toMessage({ ...row, ...added, ...unquoted }), isNew: true };
      // Places are without gaps: every one before this is somebody's.
      if (row.answers >= added.seq) throw new AppError('not_found', 'There is no line to answer.');
      return { message: toMessage(await find(work, draft.roomId, added.seq)), isNew: true };
    });
  }

  edit(change: MessageChange, text: string): Promise<ChatMessage> {
    return this.#change(change, (row) => {
      requireChangeable(ownership(row), change.by.id);
      return row.text === text ? null : { text, edited_at: Date.now() };
    });
  }

  remove(change: MessageChange, any: boolean): Promise<ChatMessage> {
    return this.#change(change, (row) => {
      if (row.deleted) return null;
      if (!any) requireChangeable(ownership(row), change.by.id);
      return { text: '', deleted: 1, reactions: '[]' };
    });
  }

  react(change: MessageChange, stamp: Stamp, on: boolean): Promise<ChatMessage> {
    return this.#change(change, (row) => {
      requireThere(ownership(row));
      const reactions = withStamp(reactionsOf(row), stamp, change.by, on);
      return reactions && { reactions: JSON.stringify(reactions) };
    });
  }

  async latest(roomId: RoomId, count: number): Promise<LatestMessages> {
    const page = await this.before(roomId, Number.MAX_SAFE_INTEGER, count);
    const { revision } = await this.#commits.database
      .selectFrom('message')
      .select((select) => select.fn.coalesce(select.fn.max('revision'), sql<number>`0`).as('revision'))
      .where('room_id', '=', roomId)
      .executeTakeFirstOrThrow();
    return { ...page, revision };
  }

  async before(roomId: RoomId, seq: number, count: number): Promise<MessagePage> {
    const rows = await quoted(this.#commits.database)
      .where('m.room_id', '=', roomId)
      .where('m.seq', '<', seq)
      .orderBy('m.seq', 'desc')
      .limit(count + 1)
      .execute();
    return { messages: rows.slice(0, count).reverse().map(toMessage), more: rows.length > count };
  }

  async changes(roomId: RoomId, revision: number, count: number): Promise<MessagePage> {
    const rows = await quoted(this.#commits.database)
      .where('m.room_id', '=', roomId)
      .where('m.revision', '>', revision)
      .orderBy('m.revision')
      .limit(count + 1)
      .execute();
    return { messages: rows.slice(0, count).map(toMessage), more: rows.length > count };
  }

  /** Writes what a line becomes, under the write lock that every transaction begins with; null: it stays as it is. */
  #change(
    { roomId, seq }: MessageChange,
    become: (row: Row) => Updateable<Tables['message']> | null,
  ): Promise<ChatMessage> {
    return this.#commits.write(async (work) => {
      const row = await find(work, roomId, seq);
      const change = become(row);
      if (!change) return toMessage(row);
      const { revision } = await work
        .updateTable('message')
        .set({ ...change, revision: nextRevision(roomId) })
        .where('room_id', '=', roomId)
        .where('seq', '=', seq)
        .returning('revision')
        .executeTakeFirstOrThrow();
      return toMessage({ ...row, ...change, revision } as Row);
    });
  }
}

type Draft = Omit<Tables['message'], 'seq' | 'revision'>;
type Row = Selectable<Tables['message']> & {
  quoted_name: string | null;
  quoted_text: string | null;
  quoted_deleted: number | null;
};

const unquoted = { quoted_name: null, quoted_text: null, quoted_deleted: null };

const nextRevision = (roomId: string) =>
  sql<number>`(select coalesce(max(revision), 0) + 1 from message where room_id = ${roomId})`;

/** Messages, each with the one it answers. */
function quoted(database: Kysely<Tables>) {
  return database
    .selectFrom('message as m')
    .leftJoin('message as q', (join) =>
      join.onRef('q.room_id', '=', 'm.room_id').onRef('q.seq', '=', 'm.answers'),
    )
    .selectAll('m')
    .select(['q.author_name as quoted_name', 'q.deleted as quoted_deleted'])
    .select(sql<string | null>`substr(q.text, 1, ${limits.quotedText})`.as('quoted_text'));
}

// One statement finds the numbers and writes; it writes nothing if the same was said already.
function insert(work: Work, row: Draft) {
  return work
    .insertInto('message')
    .values({
      ...row,
      seq: sql<number>`(select coalesce(max(seq), 0) + 1 from message where room_id = ${row.room_id})`,
      revision: nextRevision(row.room_id),
    })
    .onConflict((conflict) => conflict.columns(['room_id', 'author_id', 'client_message_id']).doNothing())
    .returning(['seq', 'revision'])
    .executeTakeFirst();
}

function earlier(work: Work, row: Draft): Promise<Row> {
  return quoted(work)
    .where('m.room_id', '=', row.room_id)
    .where('m.author_id', '=', row.author_id)
    .where('m.client_message_id', '=', row.client_message_id)
    .executeTakeFirstOrThrow();
}

async function find(work: Work, roomId: RoomId, seq: number): Promise<Row> {
  const row = await quoted(work).where('m.room_id', '=', roomId).where('m.seq', '=', seq).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'There is no such line.');
  return row;
}

const ownership = (row: Row) => ({ deleted: row.deleted === 1, authorId: row.author_id as UserId });
const reactionsOf = (row: Row) => JSON.parse(row.reactions) as Reaction[];

function toMessage(row: Row): ChatMessage {
  return {
    id: row.id as MessageId,
    seq: row.seq,
    revision: row.revision || row.seq,
    author: { id: row.author_id as UserId, name: row.author_name, avatar: row.author_avatar },
    text: row.text,
    sentAt: row.sent_at,
    editedAt: row.edited_at,
    deleted: row.deleted === 1,
    answers: quotedBy(row),
    reactions: reactionsOf(row),
    clientMessageId: row.client_message_id as ClientMessageId,
  };
}

function quotedBy({ answers, quoted_name, quoted_text, quoted_deleted }: Row): QuotedMessage | null {
  if (answers === null || quoted_name === null || quoted_text === null) return null;
  return { seq: answers, name: quoted_name, text: quoted_text, deleted: quoted_deleted === 1 };
}
