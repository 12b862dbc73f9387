import { randomBytes } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { ChatMessage } from '../../../protocol/chat.ts';
import type { ClientMessageId, MessageId, RoomId, UserId } from '../../../protocol/ids.ts';
import type { Tables, Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { MessageDraft, MessagePage, MessageStore } from '../Store.ts';

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
    };
    return this.#commits.write(async (work) => {
      const added = await insert(work, row);
      return added
        ? { message: toMessage({ ...row, seq: added.seq }), isNew: true }
        : { message: toMessage(await earlier(work, row)), isNew: false };
    });
  }

  async latest(roomId: RoomId, count: number): Promise<MessagePage> {
    return this.before(roomId, Number.MAX_SAFE_INTEGER, count);
  }

  async before(roomId: RoomId, seq: number, count: number): Promise<MessagePage> {
    const rows = await this.#commits.database
      .selectFrom('message')
      .selectAll()
      .where('room_id', '=', roomId)
      .where('seq', '<', seq)
      .orderBy('seq', 'desc')
      .limit(count + 1)
      .execute();
    return { messages: rows.slice(0, count).reverse().map(toMessage), more: rows.length > count };
  }

  async since(roomId: RoomId, seq: number, count: number): Promise<MessagePage> {
    const rows = await this.#commits.database
      .selectFrom('message')
      .selectAll()
      .where('room_id', '=', roomId)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(count + 1)
      .execute();
    return { messages: rows.slice(0, count).map(toMessage), more: rows.length > count };
  }
}

type Draft = Omit<Tables['message'], 'seq'>;

// One statement finds the number and writes; it writes nothing if the same was said already.
function insert(work: Work, row: Draft) {
  return work
    .insertInto('message')
    .values({
      ...row,
      seq: sql<number>`(select coalesce(max(seq), 0) + 1 from message where room_id = ${row.room_id})`,
    })
    .onConflict((conflict) => conflict.columns(['room_id', 'author_id', 'client_message_id']).doNothing())
    .returning('seq')
    .executeTakeFirst();
}

function earlier(work: Work, row: Draft) {
  return work
    .selectFrom('message')
    .selectAll()
    .where('room_id', '=', row.room_id)
    .where('author_id', '=', row.author_id)
    .where('client_message_id', '=', row.client_message_id)
    .executeTakeFirstOrThrow();
}

function toMessage(row: Selectable<Tables['message']>): ChatMessage {
  return {
    id: row.id as MessageId,
    seq: row.seq,
    author: { id: row.author_id as UserId, name: row.author_name, avatar: row.author_avatar },
    text: row.text,
    sentAt: row.sent_at,
    clientMessageId: row.client_message_id as ClientMessageId,
  };
}
