import type { RoomId } from '../../protocol/ids.ts';
import type { MediaWorker } from './MediaWorker.ts';

/** Where rooms live: a worker, which may still be starting, and the rooms on it. */
export class Berth {
  readonly worker: Promise<MediaWorker>;
  /** How many people listen here, and how many tracks are sent to them: what a worker's work grows with. */
  listeners = 0;
  consumers = 0;
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

/** The one of which there is least, the first of equals. */
export function leastBy<Item>(items: Iterable<Item>, size: (item: Item) => number): Item | undefined {
  const [first, ...others] = items;
  return first && others.reduce((least, item) => (size(item) < size(least) ? item : least), first);
}

/** How full a worker is: by what it sends, and of equals by its rooms, which are about to fill. */
export function loadOf({ listeners, consumers, rooms }: Berth): number {
  return listeners + consumers + rooms.length / 1_000_000;
}
