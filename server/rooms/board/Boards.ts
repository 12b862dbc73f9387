import { EventEmitter } from 'node:events';
import type { UserId } from '../../../protocol/ids.ts';
import type { BoardStore } from '../../store/BoardStore.ts';
import type { Room } from '../Room.ts';
import { Board } from './Board.ts';

interface BoardsEvents {
  /** Somebody looked at the board of a live room for the first time. */
  opened: [room: Room, board: Board];
}

/** The boards of live rooms, each there from the first look at it until the room closes. */
export class Boards extends EventEmitter<BoardsEvents> {
  readonly #store: BoardStore;
  /** Promises, so that two who look first at the same moment see one board. */
  readonly #open = new Map<Room, Promise<Board>>();

  constructor(store: BoardStore) {
    super();
    this.#store = store;
  }

  of(room: Room): Promise<Board> {
    const open = this.#open.get(room);
    if (open) return open;
    const opening = this.#load(room);
    this.#open.set(room, opening);
    // Who looks again looks anew.
    opening.catch(() => this.#open.delete(room));
    return opening;
  }

  /** There is no such person any more. */
  async forget(userId: UserId): Promise<void> {
    for (const board of await Promise.allSettled(this.#open.values())) {
      if (board.status === 'fulfilled') board.value.forget(userId);
    }
  }

  async #load(room: Room): Promise<Board> {
    const board = await Board.load(room.info.id, this.#store);
    const close = () => {
      board.close();
      this.#open.delete(room);
    };
    if (room.closed) close();
    else room.once('closed', close);
    this.emit('opened', room, board);
    return board;
  }
}
