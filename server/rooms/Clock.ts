/** The time, and what is to happen later: tests have one that waits for nobody. */
export interface Clock {
  /** In milliseconds since 1970. */
  now(): number;
  /** Does something after a while; what it returns takes that back. */
  after(ms: number, act: () => void): () => void;
}

/** The clock of the machine. Nothing that waits for it keeps the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** One thing that is to happen later: another one takes its place. */
export class Alarm {
  readonly #clock: Clock;
  #at: number | null = null;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is left until it happens; null: nothing is set. */
  get leftMs(): number | null {
    return this.#at === null ? null : Math.max(0, this.#at - this.#clock.now());
  }

  set(ms: number, act: () => void): void {
    this.clear();
    this.#at = this.#clock.now() + ms;
    this.#cancel = this.#clock.after(ms, () => {
      this.#at = null;
      act();
    });
  }

  clear(): void {
    this.#cancel?.();
    this.#at = null;
  }
}
