import { EventEmitter } from 'node:events';
import type { ChatMessage } from '../../protocol/chat.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Room } from './Room.ts';

interface ChatsEvents {
  said: [room: RoomInfo, message: ChatMessage];
  /** A line has another text, is taken away, or was reacted to. */
  reworded: [room: RoomInfo, message: ChatMessage];
  typing: [room: RoomInfo, userId: UserId];
}

/** What is written in rooms, live or not. It is stored already; here it becomes known. */
export class Chats extends EventEmitter<ChatsEvents> {
  readonly #rooms: { live(id: RoomId): Room | undefined };

  constructor(rooms: { live(id: RoomId): Room | undefined }) {
    super();
    this.#rooms = rooms;
  }

  /** Something was said. */
  post(room: RoomInfo, message: ChatMessage): void {
    this.#rooms.live(room.id)?.chat.add(message);
    this.emit('said', room, message);
  }

  /** Something became of a line. What a live room knows is not told again. */
  repost(room: RoomInfo, message: ChatMessage): void {
    const live = this.#rooms.live(room.id);
    if (!live || live.chat.change(message)) this.emit('reworded', room, message);
  }

  /** Somebody is writing. */
  type(room: RoomInfo, userId: UserId): void {
    this.emit('typing', room, userId);
  }
}
