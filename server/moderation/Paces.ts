import type { UserId } from '../../protocol/ids.ts';

/** Something that was done, told apart by its id from doing the same thing once more. */
interface Act {
  readonly kind: 'line' | 'step' | 'room' | 'friend';
  readonly id: string;
  readonly what: string;
}

const mostPeople = 10_000;

/** What people did within a time, to be counted. It is of the moment: nothing of it is kept. */
export class Paces {
  readonly #ms: number;
  readonly #acts = new Map<UserId, readonly (Act & { at: number })[]>();

  /** `ms`: how long anything is remembered. */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** What somebody did of a kind, the oldest first. */
  of(userId: UserId, kind: Act['kind'], now: number): readonly (Act & { at: number })[] {
    return this.#recent(userId, now).filter((act) => act.kind === kind);
  }

  /** Counts something that may be done so many times in a time; gives how long to wait where that was done, else 0. */
  take(userId: UserId, act: Act, now: number, { most, ms }: { most: number; ms: number }): number {
    const done = this.of(userId, act.kind, now).filter(({ at }) => now - at < ms);
    if (done.some(({ id }) => id === act.id)) return 0;
    const [first] = done.slice(-most);
    if (first && done.length >= most) return first.at + ms - now;
    const recent = this.#recent(userId, now);
    // Put anew, they are the last to be forgotten.
    this.#acts.delete(userId);
    this.#acts.set(userId, [...recent, { ...act, at: now }]);
    const [oldest] = this.#acts.keys();
    if (this.#acts.size > mostPeople && oldest !== undefined) this.#acts.delete(oldest);
    return 0;
  }

  #recent(userId: UserId, now: number): readonly (Act & { at: number })[] {
    return (this.#acts.get(userId) ?? []).filter(({ at }) => now - at < this.#ms);
  }
}
