import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Erasure } from '../people/Erasure.ts';
import type { Store } from '../store/Store.ts';

const lastHourMs = 60 * 60_000;
const atOnce = 200;

/** Takes away what somebody wrote in a room lately. */
export class LineSweep {
  readonly #store: Pick<Store, 'messages'>;
  readonly #erasure: Pick<Erasure, 'take'>;

  constructor(store: Pick<Store, 'messages'>, erasure: Pick<Erasure, 'take'>) {
    this.#store = store;
    this.#erasure = erasure;
  }

  async take(roomId: RoomId, userId: UserId, by: PersonInfo): Promise<void> {
    const since = Date.now() - lastHourMs;
    let after = { roomId, seq: 0 };
    for (;;) {
      const lines = await this.#store.messages.writtenBy(userId, after, atOnce);
      const here = lines.filter((line) => line.roomId === roomId);
      for (const line of here) if (line.sentAt >= since) await this.#erasure.take(line, by);
      const last = here.at(-1);
      if (!last || here.length < atOnce) return;
      after = { roomId, seq: last.seq };
    }
  }
}
