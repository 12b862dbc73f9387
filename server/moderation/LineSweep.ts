import type { ChatMessage } from '../../protocol/chat.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Logger } from '../log.ts';
import type { Erasure } from '../people/Erasure.ts';
import type { Place, Store } from '../store/Store.ts';
import { undoableMs } from './Undos.ts';

interface Parts {
  readonly store: Pick<Store, 'messages'>;
  readonly erasure: Pick<Erasure, 'hide' | 'show' | 'drop'>;
  readonly log: Logger;
}

interface Swept {
  readonly place: Place;
  readonly was: ChatMessage;
}

const lastHourMs = 60 * 60_000;
const atOnce = 200;

/** Takes away what somebody wrote in a room lately. */
export class LineSweep {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Gives what brings all of it back, as long as that can be taken back; what the lines carried goes after that. */
  async take(roomId: RoomId, userId: UserId, by: PersonInfo): Promise<() => Promise<void>> {
    const { erasure, log } = this.#parts;
    const swept: Swept[] = [];
    for (const place of await this.#places(roomId, userId)) {
      const was = await erasure.hide(place, by);
      if (was) swept.push({ place, was });
    }
    const timer = setTimeout(() => {
      Promise.all(swept.map(({ place }) => erasure.drop(place))).catch((error: unknown) => {
        log.error({ roomId, err: error }, 'files of lines not dropped');
      });
    }, undoableMs).unref();
    return async () => {
      clearTimeout(timer);
      for (const { place, was } of swept) await erasure.show(place, by, was);
    };
  }

  async #places(roomId: RoomId, userId: UserId): Promise<Place[]> {
    const since = Date.now() - lastHourMs;
    const places: Place[] = [];
    let after: Place = { roomId, seq: 0 };
    for (;;) {
      const lines = await this.#parts.store.messages.writtenBy(userId, after, atOnce);
      const here = lines.filter((line) => line.roomId === roomId);
      places.push(...here.filter(({ sentAt }) => sentAt >= since).map(({ seq }) => ({ roomId, seq })));
      const last = here.at(-1);
      if (!last || here.length < atOnce) return places;
      after = { roomId, seq: last.seq };
    }
  }
}
