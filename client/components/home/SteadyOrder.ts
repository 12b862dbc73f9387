import type { RoomId } from '../../../protocol/ids.ts';
import type { RoomCard } from '../../../protocol/room.ts';

const restMs = 30_000;

/**
 * Keeps rooms where they are while somebody looks at them: a tap must meet the room that was seen there. Counts
 * and talkers change at once; the order follows every half minute, never under the pointer, and new rooms come last.
 */
export class SteadyOrder {
  #ranks = new Map<RoomId, number>();
  #arrangedAt = Number.NEGATIVE_INFINITY;
  #held = false;

  /** The pointer or the focus is on the rooms. */
  hold(held: boolean): void {
    this.#held = held;
  }

  /** Somebody asked for another order: it is made at once. */
  release(): void {
    this.#arrangedAt = Number.NEGATIVE_INFINITY;
  }

  /** The rooms, given in the order they would have by now, in the order they are shown. */
  arrange(wanted: readonly RoomCard[], now: number): RoomCard[] {
    if (!this.#held && now - this.#arrangedAt >= restMs) {
      this.#arrangedAt = now;
      this.#ranks = new Map(wanted.map(({ id }, rank) => [id, rank]));
    }
    for (const { id } of wanted) if (!this.#ranks.has(id)) this.#ranks.set(id, this.#ranks.size);
    const rankOf = ({ id }: RoomCard) => this.#ranks.get(id) ?? 0;
    return wanted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
