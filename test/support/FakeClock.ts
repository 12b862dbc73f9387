import type { Clock } from '../../server/rooms/Clock.ts';

/** A clock that a test winds. */
export class FakeClock implements Clock {
  #now = 1_800_000_000_000;
  readonly #due = new Set<{ at: number; act: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, act: () => void): () => void {
    const due = { at: this.#now + ms, act };
    this.#due.add(due);
    return () => this.#due.delete(due);
  }

  /** Lets time go by: what is due happens in its order, each at its time. */
  wind(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.act();
    }
    this.#now = end;
  }
}
