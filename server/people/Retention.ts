import type { Logger } from '../log.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Store } from '../store/Store.ts';
import type { Erasure } from './Erasure.ts';

interface Parts {
  readonly store: Pick<Store, 'messages'>;
  readonly rooms: Pick<RoomRegistry, 'infos'>;
  readonly erasure: Erasure;
  readonly log: Logger;
}

const sweepMs = 10 * 60_000;
const atOnce = 200;
const dayMs = 86_400_000;

/** Takes away what is older than its room keeps it. Pinned lines stay. */
export class Retention {
  readonly #parts: Parts;
  readonly #timer: NodeJS.Timeout;
  #sweeping: Promise<void> | undefined;
  #closed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#tidy(), sweepMs).unref();
    this.#tidy();
  }

  /** Looks through all rooms that do not keep everything; two at once are one. */
  sweep(now = Date.now()): Promise<void> {
    this.#sweeping ??= this.#sweep(now).finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
  }

  async #sweep(now: number): Promise<void> {
    const { rooms, store, erasure } = this.#parts;
    for (const { id: roomId, keepDays, openedBy } of rooms.infos) {
      if (keepDays === 0) continue;
      let places: number[];
      do {
        places = await store.messages.aged(roomId, now - keepDays * dayMs, atOnce);
        for (const seq of places) {
          if (this.#closed) return;
          await erasure.take({ roomId, seq }, openedBy);
        }
      } while (places.length === atOnce);
    }
  }

  #tidy(): void {
    this.sweep().catch((error: unknown) => {
      // While the storage is handed over it is another one's to do.
      this.#parts.log.warn({ err: error }, 'old lines not taken away');
    });
  }
}
