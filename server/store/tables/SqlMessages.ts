import { randomBytes } from 'node:crypto';
import { sql, type Updateable } from 'kysely';
import type { ChatMessage, Mention } from '../../../protocol/chat.ts';
import type { RoomId, UserId } from '../../../protocol/ids.ts';
import type { Stamp } from '../../../protocol/lines.ts';
import type { PersonInfo } from '../../../protocol/people.ts';
import type { LinkPreview } from '../../../protocol/previews.ts';
import { AppError } from '../../errors.ts';
import type { Tables, Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import { requireChangeable, requirePinsLeft, requireThere, withStamp } from '../messages.ts';
import type {
  LatestMessages,
  MessageChange,
  MessageDraft,
  MessagePage,
  MessageStore,
  Place,
  WrittenLine,
} from '../Store.ts';
import { MessageSearch } from './MessageSearch.ts';
import {
  contentOf,
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
  unquoted,
} from './messageRows.ts';
import { carry } from './SqlFiles.ts';
import type { WordIndex } from './WordIndex.ts';

/** The messages in the database. */
export class SqlMessages implements MessageStore {
  readonly #commits: GroupCommit;
  readonly #words: WordIndex;
  readonly #search: MessageSearch;

  constructor(commits: GroupCommit, words: WordIndex) {
    this.#commits = commits;
    this.#words = words;
    this.#search = new MessageSearch(commits, words);
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
      files: '[]',
      preview: null,
      pinned: 0,
    };
    return this.#commits.write(async (work) => {
      const added = await insert(work, row);
      if (!added) return { message: toMessage(await earlier(work, row)), isNew: false };
      const place = { roomId: draft.roomId, seq: added.seq };
      await replaceMentions(work, place, [], draft.mentions);
      row.files = await this.#carry(work, draft, place);
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
      return { text: '', deleted: 1, reactions: '[]', mentions: '[]', files: '[]', preview: null, pinned: 0 };
    });
  }

  restore(change: MessageChange, was: ChatMessage): Promise<ChatMessage> {
    return this.#change(change, (row) => (row.deleted ? contentOf(was) : null));
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

  preview(change: MessageChange, preview: LinkPreview | null): Promise<ChatMessage> {
    return this.#change(change, async (row, work) => {
      requireChangeable(ownership(row), change.by.id);
      const { roomId, seq, by } = change;
      if (preview?.picture) await carry(work, [preview.picture.id], { roomId, seq, ownerId: by.id });
      return preview || row.preview ? { preview: preview && JSON.stringify(preview) } : null;
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
    // First the revision: what is said between the two is in the page, and told once more.
    const { revision } = await this.#commits.database
      .selectFrom('message')
      .select((select) => select.fn.coalesce(select.fn.max('revision'), sql<number>`0`).as('revision'))
      .where('room_id', '=', roomId)
      .executeTakeFirstOrThrow();
    return { ...(await this.before(roomId, Number.MAX_SAFE_INTEGER, count)), revision };
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

  async aged(roomId: RoomId, before: number, count: number): Promise<number[]> {
    const rows = await this.#commits.database
      .selectFrom('message')
      .select('seq')
      .where('room_id', '=', roomId)
      .where('deleted', '=', 0)
      .where('pinned', '=', 0)
      .where('sent_at', '<', before)
      .orderBy('seq')
      .limit(count)
      .execute();
    return rows.map(({ seq }) => seq);
  }

  async writtenBy(id: UserId, after: Place | null, count: number): Promise<WrittenLine[]> {
    const { roomId, seq } = after ?? { roomId: '', seq: 0 };
    const rows = await this.#commits.database
      .selectFrom('message')
      .select(['room_id', 'seq', 'text', 'sent_at'])
      .where('author_id', '=', id)
      .where('deleted', '=', 0)
      .where((where) =>
        where.or([
          where('room_id', '>', roomId),
          where.and([where('room_id', '=', roomId), where('seq', '>', seq)]),
        ]),
      )
      .orderBy('room_id')
      .orderBy('seq')
      .limit(count)
      .execute();
    return rows.map((row) => ({
      roomId: row.room_id as RoomId,
      seq: row.seq,
      text: row.text,
      sentAt: row.sent_at,
    }));
  }

  async stampedBy(id: UserId): Promise<(Place & { stamp: Stamp })[]> {
    const rows = await this.#commits.database
      .selectFrom('message')
      .select(['room_id', 'seq', 'reactions'])
      .where('reactions', 'like', `%"${id}"%`)
      .execute();
    return rows.flatMap((row) =>
      reactionsOf(row)
        .filter(({ people }) => people.some((person) => person.id === id))
        .map(({ stamp }) => ({ roomId: row.room_id as RoomId, seq: row.seq, stamp })),
    );
  }

  async renameAuthor(id: UserId, { name, avatar }: Pick<PersonInfo, 'name' | 'avatar'>): Promise<void> {
    await this.#commits.write((work) =>
      work
        .updateTable('message')
        .set({ author_name: name, author_avatar: avatar })
        .where('author_id', '=', id)
        .execute(),
    );
  }

  close(): void {
    this.#search.close();
  }

  /** Gives a new line its files; as they are kept with it. */
  async #carry(work: Work, draft: MessageDraft, place: { roomId: RoomId; seq: number }): Promise<string> {
    if (draft.files.length === 0) return '[]';
    const files = JSON.stringify(await carry(work, draft.files, { ...place, ownerId: draft.author.id }));
    const line = work.updateTable('message').set({ files }).where('room_id', '=', place.roomId);
    await line.where('seq', '=', place.seq).execute();
    return files;
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
      if (row.text !== changed.text) await this.#words.replace(work, { roomId, seq }, changed.text);
      return toMessage(changed);
    });
  }
}

type MaybePromise<Value> = Value | Promise<Value>;

const ownership = (row: Row) => ({ deleted: row.deleted === 1, authorId: row.author_id as UserId });
