import { type Kysely, type Selectable, sql } from 'kysely';
import type { ChatMessage, Mention, QuotedMessage, Reaction } from '../../../protocol/chat.ts';
import type { ChatFile } from '../../../protocol/files.ts';
import type { ClientMessageId, MessageId, RoomId, UserId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { namesOf } from '../../../protocol/lines.ts';
import type { LinkPreview } from '../../../protocol/previews.ts';
import { AppError } from '../../errors.ts';
import type { Tables, Work } from '../database.ts';

/** A line before it has its numbers. */
type Draft = Omit<Tables['message'], 'seq' | 'revision'>;

/** A line with the one it answers. */
export type Row = Selectable<Tables['message']> & {
  quoted_author: string | null;
  quoted_name: string | null;
  quoted_text: string | null;
  quoted_files: string | null;
  quoted_deleted: number | null;
};

/** The next revision of a room's chat, as SQL. */
export const nextRevision = (roomId: string) =>
  sql<number>`(select coalesce(max(revision), 0) + 1 from message where room_id = ${roomId})`;

/** Messages, each with the one it answers. */
export function quoted(database: Kysely<Tables>) {
  return database
    .selectFrom('message as m')
    .leftJoin('message as q', (join) =>
      join.onRef('q.room_id', '=', 'm.room_id').onRef('q.seq', '=', 'm.answers'),
    )
    .selectAll('m')
    .select([
      'q.author_id as quoted_author',
      'q.author_name as quoted_name',
      'q.deleted as quoted_deleted',
      'q.files as quoted_files',
    ])
    .select(sql<string | null>`substr(q.text, 1, ${limits.quotedText})`.as('quoted_text'));
}

/** Writes a line, unless the same was said already: one statement finds the numbers and writes. */
export function insert(work: Work, row: Draft) {
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

/** Notes by whom a line is to be found, which named others before. */
export async function replaceMentions(
  work: Work,
  { roomId, seq }: { roomId: RoomId; seq: number },
  before: readonly Mention[],
  after: readonly Mention[],
): Promise<void> {
  if (before.length > 0) {
    await work.deleteFrom('mention').where('room_id', '=', roomId).where('seq', '=', seq).execute();
  }
  const rows = after.map(({ id }) => ({ user_id: id, room_id: roomId, seq }));
  if (rows.length > 0) await work.insertInto('mention').values(rows).execute();
}

/** What was said under the same id by the same author. */
export function earlier(work: Work, row: Draft): Promise<Row> {
  return quoted(work)
    .where('m.room_id', '=', row.room_id)
    .where('m.author_id', '=', row.author_id)
    .where('m.client_message_id', '=', row.client_message_id)
    .executeTakeFirstOrThrow();
}

/** Those that are pinned; written out, so that their own index is used. */
export function pinned(database: Kysely<Tables>, roomId: RoomId) {
  return quoted(database).where('m.room_id', '=', roomId).where(sql<boolean>`m.pinned = 1`).orderBy('m.seq');
}

/** Throws `not_found`. */
export async function find(work: Work, roomId: RoomId, seq: number): Promise<Row> {
  const row = await quoted(work).where('m.room_id', '=', roomId).where('m.seq', '=', seq).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'There is no such line.');
  return row;
}

export function reactionsOf(row: Pick<Row, 'reactions'>): Reaction[] {
  return JSON.parse(row.reactions) as Reaction[];
}

export function mentionsOf(row: Row): Mention[] {
  return JSON.parse(row.mentions) as Mention[];
}

function filesOf(files: string | null): ChatFile[] {
  return JSON.parse(files ?? '[]') as ChatFile[];
}

/** What a line has that answers nothing. */
export const unquoted = {
  quoted_author: null,
  quoted_name: null,
  quoted_text: null,
  quoted_files: null,
  quoted_deleted: null,
};

/** What of a row a deletion takes away, as it was in a line. */
export function contentOf({ text, reactions, mentions, files = [], preview, pinned }: ChatMessage) {
  return {
    text,
    deleted: 0,
    reactions: JSON.stringify(reactions),
    mentions: JSON.stringify(mentions),
    files: JSON.stringify(files),
    preview: preview ? JSON.stringify(preview) : null,
    pinned: pinned ? 1 : 0,
  };
}

/** A row as others know it. */
export function toMessage(row: Row): ChatMessage {
  const files = filesOf(row.files);
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
    mentions: mentionsOf(row),
    ...(files.length > 0 && { files }),
    ...(row.preview && { preview: JSON.parse(row.preview) as LinkPreview }),
    pinned: row.pinned === 1,
    clientMessageId: row.client_message_id as ClientMessageId,
  };
}

function quotedBy({
  answers,
  quoted_author,
  quoted_name,
  quoted_text,
  quoted_files,
  quoted_deleted,
}: Row): QuotedMessage | null {
  if (answers === null || quoted_author === null || quoted_name === null || quoted_text === null) return null;
  const authorId = quoted_author as UserId;
  const text = quoted_text || namesOf(filesOf(quoted_files)).slice(0, limits.quotedText);
  return { seq: answers, authorId, name: quoted_name, text, deleted: quoted_deleted === 1 };
}
