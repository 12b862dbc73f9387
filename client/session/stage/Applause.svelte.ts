import { type Stamp, stamps } from '../../../protocol/lines.ts';

/** A stamp that rises over the room. */
export interface Rising {
  readonly id: number;
  readonly stamp: Stamp;
  /** How many people it stands for. */
  readonly count: number;
}

const most = 6;
const riseMs = 2_200;

/** What a crowd shows: the latest of it rises, and all of the last moments is counted. */
export class Applause {
  rising = $state.raw<readonly Rising[]>([]);
  /** How often each was shown, until it has been quiet for a moment. */
  counts = $state.raw<Partial<Record<Stamp, number>>>({});
  #lastId = 0;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  add(counts: Partial<Record<Stamp, number>>): void {
    const sum = { ...this.counts };
    for (const stamp of stamps) {
      const count = counts[stamp];
      if (!count) continue;
      sum[stamp] = (sum[stamp] ?? 0) + count;
      this.#lastId += 1;
      const one = { id: this.#lastId, stamp, count };
      this.rising = [...this.rising, one].slice(-most);
      setTimeout(() => {
        this.rising = this.rising.filter(({ id }) => id !== one.id);
      }, riseMs);
    }
    this.counts = sum;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.counts = {};
    }, riseMs);
  }
}
