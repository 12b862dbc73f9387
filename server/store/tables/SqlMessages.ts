import { randomBytes } from 'node:crypto';
import { sql, type Updateable } from 'kysely';
import type { ChatMessage, Mention } from '../../../protocol/chat.ts';
import type { RoomId, UserId } from '../../../protocol/ids.ts';
import type { Stamp } from '../../../protocol/lines.ts';
import type { PersonInfo } from '../../../protocol/people.ts';
import { AppError } from '../../errors.ts';
import type { Tables, Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import { requireChangeable, requirePinsLeft, requireThere, withStamp } from '../messages.ts';
import type { LatestMessages, MessageChange, MessageDraft, MessagePage, MessageStore } from '../Store.ts';
import { MessageSearch, reindexMessage } from './MessageSearch.ts';
import {
  earlier,
  find,
  insert,
  mentionsOf,
  nextRevision,
  pinned,
  quoted,
  type Row,
  reactionsOf,
  replaceMentions,
  toMessage,
} from './messageRows.ts';

/** The messages in the database. */
export class SqlMessages implements MessageStore {
  readonly #commits: GroupCommit;
  readonly #search: MessageSearch;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
    this.#search = new MessageSearch(commits);
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
      mentions: JSON.stringify(draft.mentions),
      pinned: 0,
    };
    return this.#commits.write(async (work) => {
      const added = await insert(work, row);
      if (!added) return { message: toMessage(await earlier(work, row)), isNew: false };
      const place = { roomId: draft.roomId, seq: added.seq };
      await replaceMentions(work, place, [], draft.mentions);
      this.#search.said(draft.roomId);
      // Nothing more is read for what answers nothing, as most does.
      if (row.answers === null) return { message: toMessage({ ...row, ...added, ...unquoted }), isNew: true };
      // Places are without gaps: every one before this is somebody's.
      if (row.answers >= added.seq) throw new AppError('not_found', 'There is no line to answer.');
      return { message: toMessage(await find(work, draft.roomId, added.seq)), isNew: true };
    });
  }

  edit(change: MessageChange, text: string, mentions: readonly Mention[]): Promise<ChatMessage> {
    return this.#change(change, (row) => {
      requireChangeable(ownership(row), change.by.id);
      return row.text === text ? null : { text, mentions: JSON.stringify(mentions), edited_at: Date.now() };
    });
  }

  remove(change: MessageChange, any: boolean): Promise<ChatMessage> {
    return this.#change(change, (row) => {
      if (row.deleted) return null;
      if (!any) requireChangeable(ownership(row), change.by.id);
      return { text: '', deleted: 1, reactions: '[]', mentions: '[]', pinned: 0 };
    });
  }

  react(change: MessageChange, stamp: Stamp, on: boolean): Promise<ChatMessage> {
    return this.#change(change, (row) => {
      requireThere(ownership(row));
      const reactions = withStamp(reactionsOf(row), stamp, change.by, on);
      return reactions && { reactions: JSON.stringify(reactions) };
    });
  }

  pin(change: MessageChange, on: boolean): Promise<ChatMessage> {
    return this.#change(change, async (row, work) => {
      requireThere(ownership(row));
      if ((row.pinned === 1) === on) return null;
      if (on) requirePinsLeft((await pinned(work, change.roomId).execute()).length);
      return { pinned: on ? 1 : 0 };
    });
  }

  async pins(roomId: RoomId): Promise<ChatMessage[]> {
    return (await pinned(this.#commits.database, roomId).execute()).map(toMessage);
  }

  async search(roomId: RoomId, text: string, seq: number, count: number): Promise<MessagePage> {
    const places = await this.#search.find({ roomId, seq }, text, count + 1);
    if (places.length === 0) return { messages: [], more: false };
    const rows = await quoted(this.#commits.database)
      .where('m.room_id', '=', roomId)
      .where('m.seq', 'in', places.slice(0, count))
      .orderBy('m.seq', 'desc')
      .execute();
    return { messages: rows.map(toMessage), more: places.length > count };
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

  async after(roomId: RoomId, seq: number, count: number): Promise<MessagePage> {
    const rows = await quoted(this.#commits.database)
      .where('m.room_id', '=', roomId)
      .where('m.seq', '>', seq)
      .orderBy('m.seq')
      .limit(count + 1)
      .execute();
    return { messages: rows.slice(0, count).map(toMessage), more: rows.length > count };
  }

  async authors(roomId: RoomId, ids: readonly UserId[]): Promise<PersonInfo[]> {
    if (ids.length === 0) return [];
    const rows = await this.#commits.database
      .selectFrom('message')
      .select(['author_id as id', 'author_name as name', 'author_avatar as avatar'])
      .where('room_id', '=', roomId)
      .where('author_id', 'in', ids)
      .groupBy(['author_id', 'author_name', 'author_avatar'])
      .orderBy((order) => order.fn.max('seq'))
      .execute();
    return [...new Map(rows.map((row) => [row.id, { ...row, id: row.id as UserId }])).values()];
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

  close(): void {
    this.#search.close();
  }

  /** Writes what a line becomes, under the write lock that every transaction begins with; null: it stays as it is. */
  #change(
    { roomId, seq }: MessageChange,
    become: (row: Row, work: Work) => MaybePromise<Updateable<Tables['message']> | null>,
  ): Promise<ChatMessage> {
    return this.#commits.write(async (work) => {
      const row = await find(work, roomId, seq);
      const change = await become(row, work);
      if (!change) return toMessage(row);
      const { revision } = await work
        .updateTable('message')
        .set({ ...change, revision: nextRevision(roomId) })
        .where('room_id', '=', roomId)
        .where('seq', '=', seq)
        .returning('revision')
        .executeTakeFirstOrThrow();
      const changed = { ...row, ...change, revision } as Row;
      await replaceMentions(work, { roomId, seq }, mentionsOf(row), mentionsOf(changed));
      if (row.text !== changed.text) await reindexMessage(work, { roomId, seq }, changed.text);
      return toMessage(changed);
    });
  }
}

type MaybePromise<Value> = Value | Promise<Value>;

const unquoted = { quoted_author: null, quoted_name: null, quoted_text: null, quoted_deleted: null };
const ownership = (row: Row) => ({ deleted: row.deleted === 1, authorId: row.author_id as UserId });
