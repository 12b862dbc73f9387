import type { RoomId } from '../../protocol/ids.ts';
import type { MediaWorker } from './MediaWorker.ts';

/** Where rooms live: a worker, which may still be starting, and the rooms on it. */
export class Berth {
  readonly worker: Promise<MediaWorker>;
  readonly #rooms = new Set<{ readonly id: RoomId }>();
  readonly #emptied: () => void;

  /** `emptied` is called when the last room has left. */
  constructor(worker: MediaWorker | Promise<MediaWorker>, emptied: () => void = () => {}) {
    this.worker = Promise.resolve(worker);
    this.#emptied = emptied;
  }

  get rooms(): RoomId[] {
    return [...this.#rooms].map(({ id }) => id);
  }

  /** Counts a room in; what it returns counts it out. */
  hold(id: RoomId): () => void {
    const held = { id };
    this.#rooms.add(held);
    return () => {
      if (this.#rooms.delete(held) && this.#rooms.size === 0) this.#emptied();
    };
  }
}

/** The berth of which there is least, the first of equals. */
export function leastBy(berths: Iterable<Berth>, size: (berth: Berth) => number): Berth | undefined {
  const [first, ...others] = berths;
  return first && others.reduce((least, berth) => (size(berth) < size(least) ? berth : least), first);
}
