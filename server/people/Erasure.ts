import type { ChatMessage } from '../../protocol/chat.ts';
import type { RoomId } from '../../protocol/ids.ts';
import type { Stamp } from '../../protocol/lines.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Chats } from '../rooms/Chats.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Place, Store } from '../store/Store.ts';

interface Parts {
  readonly store: Pick<Store, 'messages'>;
  readonly rooms: Pick<RoomRegistry, 'info'>;
  readonly chats: Chats;
  /** Takes away what a line carries. */
  readonly dropFiles: (roomId: RoomId, seq: number) => Promise<void>;
}

/** Takes lines away as their authors do: the text is gone for good, and whoever has it in front of them is told. */
export class Erasure {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async take(place: Place, by: PersonInfo): Promise<void> {
    await this.hide(place, by);
    await this.drop(place);
  }

  /** Takes a line away, but for what it carries; gives it as it was, null where it was gone before. */
  async hide({ roomId, seq }: Place, by: PersonInfo): Promise<ChatMessage | null> {
    const { messages } = this.#parts.store;
    const [was] = (await messages.before(roomId, seq + 1, 1)).messages;
    this.#tell(roomId, await messages.remove({ roomId, seq, by }, true));
    return was?.seq === seq && !was.deleted ? was : null;
  }

  /** Brings a line back that was hidden. */
  async show(place: Place, by: PersonInfo, was: ChatMessage): Promise<void> {
    this.#tell(place.roomId, await this.#parts.store.messages.restore({ ...place, by }, was));
  }

  /** Takes away what a line carried. */
  async drop({ roomId, seq }: Place): Promise<void> {
    await this.#parts.dropFiles(roomId, seq);
  }

  /** Takes a stamp of somebody's away. */
  async unstamp({ roomId, seq }: Place, by: PersonInfo, stamp: Stamp): Promise<void> {
    const { messages } = this.#parts.store;
    this.#tell(roomId, await messages.react({ roomId, seq, by }, stamp, false));
  }

  #tell(roomId: RoomId, message: ChatMessage): void {
    const { rooms, chats } = this.#parts;
    const room = rooms.info(roomId);
    if (room) chats.repost(room, message);
  }
}
