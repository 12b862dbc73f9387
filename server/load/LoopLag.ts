import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 20;
// What is told is of the last three to six looks: one pause of the garbage collector is no lag.
const looks = 3;
const nanosecondsPerMs = 1_000_000;

/** How late Node gets to what is due. */
export class LoopLag {
  #elder = monitor();
  #younger = monitor();
  #looked = 0;

  /** The p99 of the last looks, in milliseconds. */
  read(): number {
    const late = this.#elder.percentile(99) / nanosecondsPerMs - resolutionMs;
    if (++this.#looked % looks === 0) {
      this.#elder.reset();
      [this.#elder, this.#younger] = [this.#younger, this.#elder];
    }
    return Math.max(0, late);
  }

  close(): void {
    this.#elder.disable();
    this.#younger.disable();
  }
}

function monitor() {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  return histogram;
}
