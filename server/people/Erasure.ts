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

  async take({ roomId, seq }: Place, by: PersonInfo): Promise<void> {
    const { store, rooms, chats, dropFiles } = this.#parts;
    const message = await store.messages.remove({ roomId, seq, by }, true);
    const room = rooms.info(roomId);
    if (room) chats.repost(room, message);
    await dropFiles(roomId, seq);
  }

  /** Takes a stamp of somebody's away. */
  async unstamp({ roomId, seq }: Place, by: PersonInfo, stamp: Stamp): Promise<void> {
    const { store, rooms, chats } = this.#parts;
    const message = await store.messages.react({ roomId, seq, by }, stamp, false);
    const room = rooms.info(roomId);
    if (room) chats.repost(room, message);
  }
}
