import type { EventEmitter } from 'node:events';
import type { Stamp } from '../../../protocol/lines.ts';
import { Coalescer } from '../Coalescer.ts';
import type { RoomEvents } from '../RoomEvents.ts';

// Ten times a second at most, whatever the crowd.
const intervalMs = 100;

/** What a crowd shows with a tap: counted, and told as counts. */
export class Reactions {
  readonly #counts = new Map<Stamp, number>();
  readonly #telling: Coalescer<'counts'>;

  constructor(room: EventEmitter<RoomEvents>) {
    this.#telling = new Coalescer(intervalMs, () => {
      const counts = Object.fromEntries(this.#counts) as Partial<Record<Stamp, number>>;
      this.#counts.clear();
      room.emit('reacted', counts);
    });
    room.once('closed', () => this.#telling.close());
  }

  add(stamp: Stamp): void {
    this.#counts.set(stamp, (this.#counts.get(stamp) ?? 0) + 1);
    this.#telling.touch('counts');
  }
}
