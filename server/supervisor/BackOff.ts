// The first time at once: what happened once need not happen again.
const delaysMs = [0, 1_000, 2_000, 5_000, 10_000];
// A server that held for so long was no failed start: the calls on it are waiting.
const steadyMs = 5_000;

/** How long to wait before the next start of something that keeps ending. */
export class BackOff {
  #ends = 0;

  /** The wait after a run of so many milliseconds; a long one makes up for everything before. */
  next(ranMs: number): number {
    if (ranMs >= steadyMs) this.#ends = 0;
    return delaysMs[Math.min(this.#ends++, delaysMs.length - 1)] ?? 0;
  }
}
