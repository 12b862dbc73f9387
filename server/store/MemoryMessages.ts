import { randomBytes } from 'node:crypto';
import type { ChatMessage, Mention } from '../../protocol/chat.ts';
import type { MessageId, RoomId, UserId } from '../../protocol/ids.ts';
import { quote, type Stamp } from '../../protocol/lines.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { LinkPreview } from '../../protocol/previews.ts';
import { AppError } from '../errors.ts';
import { isHan, queryTermsOf, termsOf } from '../searchTerms.ts';
import type { MemoryFiles } from './MemoryFiles.ts';
import { requireChangeable, requirePinsLeft, requireThere, withStamp } from './messages.ts';
import type {
  LatestMessages,
  MessageChange,
  MessageDraft,
  MessagePage,
  MessageStore,
  Place,
  WrittenLine,
} from './Store.ts';

/** The chat of a room: the line at index n has the place n + 1. */
export interface KeptChat {
  readonly messages: ChatMessage[];
  revision: number;
  /** How far each person read. */
  readonly read: Map<UserId, number>;
}

/** The messages in memory. */
export class MemoryMessages implements MessageStore {
  readonly #toWrite: (roomId: RoomId) => KeptChat;
  readonly #toRead: (roomId: RoomId) => KeptChat | undefined;
  readonly #toSearch: () => RoomId[];
  readonly #files: MemoryFiles;

  /** Where chats are found: to be written, which throws where there is none, and to be read; and which there are. */
  constructor(
    toWrite: (roomId: RoomId) => KeptChat,
    toRead: (roomId: RoomId) => KeptChat | undefined,
    toSearch: () => RoomId[],
    files: MemoryFiles,
  ) {
    this.#toWrite = toWrite;
    this.#toSearch = toSearch;
    this.#toRead = toRead;
    this.#files = files;
  }

  async add(draft: MessageDraft): Promise<{ message: ChatMessage; isNew: boolean }> {
    const chat = this.#toWrite(draft.roomId);
    const { author, clientMessageId, text, answers, mentions } = draft;
    const earlier = chat.messages.find(
      (message) => message.author.id === author.id && message.clientMessageId === clientMessageId,
    );
    if (earlier) return { message: asNow(chat, earlier), isNew: false };
    const answered = answers === null ? undefined : chat.messages[answers - 1];
    if (answers !== null && !answered) throw new AppError('not_found', 'There is no line to answer.');
    const seq = chat.messages.length + 1;
    const files = this.#files.carry(draft.files, { roomId: draft.roomId, ownerId: author.id, seq });
    const message: ChatMessage = {
      id: randomBytes(16).toString('base64url') as MessageId,
      seq,
      revision: ++chat.revision,
      author: { ...author },
      text,
      sentAt: Date.now(),
      editedAt: null,
      deleted: false,
      answers: answered ? quote(answered) : null,
      reactions: [],
      mentions: [...mentions],
      ...(files.length > 0 && { files }),
      pinned: false,
      clientMessageId,
    };
    chat.messages.push(message);
    return { message, isNew: true };
  }

  async edit(change: MessageChange, text: string, mentions: readonly Mention[]): Promise<ChatMessage> {
    return this.#change(change, (message) => {
      requireChangeable(ownership(message), change.by.id);
      return message.text === text ? null : { text, mentions: [...mentions], editedAt: Date.now() };
    });
  }

  async restore(change: MessageChange, was: ChatMessage): Promise<ChatMessage> {
    const { text, reactions, mentions, files, preview, pinned } = structuredClone(was);
    return this.#change(change, ({ deleted }) =>
      deleted ? { text, deleted: false, reactions, mentions, files, preview, pinned } : null,
    );
  }

  async remove(change: MessageChange, any: boolean): Promise<ChatMessage> {
    return this.#change(change, (message) => {
      if (message.deleted) return null;
      if (!any) requireChangeable(ownership(message), change.by.id);
      return {
        text: '',
        deleted: true,
        reactions: [],
        mentions: [],
        files: undefined,
        preview: undefined,
        pinned: false,
      };
    });
  }

  async react(change: MessageChange, stamp: Stamp, on: boolean): Promise<ChatMessage> {
    return this.#change(change, (message) => {
      requireThere(message);
      const reactions = withStamp(message.reactions, stamp, change.by, on);
      return reactions && { reactions };
    });
  }

  async pin(change: MessageChange, pinned: boolean): Promise<ChatMessage> {
    const others = await this.pins(change.roomId);
    return this.#change(change, (message) => {
      requireThere(message);
      if (message.pinned === pinned) return null;
      if (pinned) requirePinsLeft(others.length);
      return { pinned };
    });
  }

  async preview(change: MessageChange, preview: LinkPreview | null): Promise<ChatMessage> {
    const { roomId, seq, by } = change;
    return this.#change(change, (message) => {
      requireChangeable(ownership(message), by.id);
      if (preview?.picture) this.#files.carry([preview.picture.id], { roomId, seq, ownerId: by.id });
      return preview || message.preview ? { preview: preview ?? undefined } : null;
    });
  }

  async pins(roomId: RoomId): Promise<ChatMessage[]> {
    return this.#messagesOf(roomId).filter(({ pinned }) => pinned);
  }

  async search(roomId: RoomId, text: string, seq: number, count: number): Promise<MessagePage> {
    const wanted = queryTermsOf(text);
    const last = wanted.at(-1) ?? '';
    const found = this.#messagesOf(roomId).filter((message) => {
      const terms = termsOf(message.text);
      const has = (term: string) => terms.includes(term);
      const begins = !isHan(last) && terms.some((term) => term.startsWith(last));
      return (
        message.seq < seq &&
        wanted.length > 0 &&
        wanted.every((term) => (term === last && begins) || has(term))
      );
    });
    return { messages: found.toReversed().slice(0, count), more: found.length > count };
  }

  async latest(roomId: RoomId, count: number): Promise<LatestMessages> {
    const page = await this.before(roomId, Number.MAX_SAFE_INTEGER, count);
    return { ...page, revision: this.#toRead(roomId)?.revision ?? 0 };
  }

  async before(roomId: RoomId, seq: number, count: number): Promise<MessagePage> {
    const earlier = this.#messagesOf(roomId).filter((message) => message.seq < seq);
    return { messages: earlier.slice(-count), more: earlier.length > count };
  }

  async after(roomId: RoomId, seq: number, count: number): Promise<MessagePage> {
    const later = this.#messagesOf(roomId).filter((message) => message.seq > seq);
    return { messages: later.slice(0, count), more: later.length > count };
  }

  async authors(roomId: RoomId, ids: readonly UserId[]): Promise<PersonInfo[]> {
    const wrote = new Map(this.#messagesOf(roomId).map(({ author }) => [author.id, author]));
    return ids.flatMap((id) => wrote.get(id) ?? []);
  }

  async changes(roomId: RoomId, revision: number, count: number): Promise<MessagePage> {
    const later = this.#messagesOf(roomId)
      .filter((message) => message.revision > revision)
      .sort((a, b) => a.revision - b.revision);
    return { messages: later.slice(0, count), more: later.length > count };
  }

  async aged(roomId: RoomId, before: number, count: number): Promise<number[]> {
    return this.#messagesOf(roomId)
      .filter(({ deleted, pinned, sentAt }) => !deleted && !pinned && sentAt < before)
      .map(({ seq }) => seq)
      .slice(0, count);
  }

  async writtenBy(id: UserId, after: Place | null, count: number): Promise<WrittenLine[]> {
    const from = after ?? { roomId: '' as RoomId, seq: 0 };
    return this.#toSearch()
      .flatMap((roomId) => this.#messagesOf(roomId).map((message) => ({ roomId, message })))
      .filter(({ message }) => message.author.id === id && !message.deleted)
      .map(({ roomId, message: { seq, text, sentAt } }) => ({ roomId, seq, text, sentAt }))
      .filter(({ roomId, seq }) => roomId > from.roomId || (roomId === from.roomId && seq > from.seq))
      .sort((a, b) => (a.roomId === b.roomId ? a.seq - b.seq : a.roomId < b.roomId ? -1 : 1))
      .slice(0, count);
  }

  async stampedBy(id: UserId): Promise<(Place & { stamp: Stamp })[]> {
    return this.#toSearch().flatMap((roomId) =>
      this.#messagesOf(roomId).flatMap(({ seq, reactions }) =>
        reactions
          .filter(({ people }) => people.some((person) => person.id === id))
          .map(({ stamp }) => ({ roomId, seq, stamp })),
      ),
    );
  }

  async renameAuthor(id: UserId, { name, avatar }: Pick<PersonInfo, 'name' | 'avatar'>): Promise<void> {
    for (const roomId of this.#toSearch()) {
      const { messages } = this.#toWrite(roomId);
      for (const [index, message] of messages.entries()) {
        if (message.author.id === id) messages[index] = { ...message, author: { id, name, avatar } };
      }
    }
  }

  #change(
    { roomId, seq }: MessageChange,
    become: (message: ChatMessage) => Partial<ChatMessage> | null,
  ): ChatMessage {
    const chat = this.#toWrite(roomId);
    const message = chat.messages[seq - 1];
    if (!message) throw new AppError('not_found', 'There is no such line.');
    const change = become(message);
    if (change) chat.messages[seq - 1] = { ...message, ...change, revision: ++chat.revision };
    return asNow(chat, chat.messages[seq - 1] ?? message);
  }

  #messagesOf(roomId: RoomId): ChatMessage[] {
    const chat = this.#toRead(roomId);
    return chat?.messages.map((message) => asNow(chat, message)) ?? [];
  }
}

const ownership = ({ deleted, author }: ChatMessage) => ({ deleted, authorId: author.id });

/** With the line it answers as that is by now. */
function asNow({ messages }: KeptChat, message: ChatMessage): ChatMessage {
  const answered = message.answers && messages[message.answers.seq - 1];
  return answered ? { ...message, answers: quote(answered) } : message;
}
