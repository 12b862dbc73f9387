import type { ReadMark } from '../../protocol/chatReading.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { KeptChat } from './MemoryMessages.ts';
import type { ReadingStore } from './Store.ts';

interface Chats {
  /** Throws where there is none. */
  toWrite(roomId: RoomId): KeptChat;
  toRead(): Iterable<[RoomId, KeptChat]>;
}

/** How far people read, in memory. */
export class MemoryReading implements ReadingStore {
  readonly #chats: Chats;

  constructor(chats: Chats) {
    this.#chats = chats;
  }

  async find(roomId: RoomId, userId: UserId, count: number): Promise<ReadMark | null> {
    const chat = new Map(this.#chats.toRead()).get(roomId);
    const seq = chat?.read.get(userId);
    if (!chat || seq === undefined) return null;
    const naming = chat.messages.filter((line) => line.mentions.some(({ id }) => id === userId));
    const mentions = naming.map((line) => line.seq).filter((place) => place > seq);
    return { seq, mentions: mentions.slice(-count) };
  }

  async rooms(userId: UserId): Promise<{ roomId: RoomId; seq: number }[]> {
    return [...this.#chats.toRead()].flatMap(([roomId, { read }]) => {
      const seq = read.get(userId);
      return seq === undefined ? [] : [{ roomId, seq }];
    });
  }

  async save(roomId: RoomId, userId: UserId, seq: number): Promise<void> {
    const { read } = this.#chats.toWrite(roomId);
    read.set(userId, Math.max(read.get(userId) ?? 0, seq));
  }
}
