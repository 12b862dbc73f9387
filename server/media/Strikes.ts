import type { RoomId } from '../../protocol/ids.ts';

const windowMs = 60_000;
const suspectFrom = 2;
const isolateFrom = 3;

/** Which rooms were there when workers died in the last 60 s, and which of them did it. */
export class Strikes {
  readonly #times = new Map<RoomId, readonly number[]>();
  readonly #isolated = new Set<RoomId>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * These rooms were on a worker that died. If it was one in quarantine, the room that has more strikes than every
   * other there (it was mostly the only one) is isolated from the third on.
   */
  give(rooms: readonly RoomId[], inQuarantine = false): void {
    this.#forget();
    for (const id of new Set(rooms)) this.#times.set(id, [...this.#recent(id), this.#now()]);
    if (!inQuarantine) return;
    const [worst, next] = [...new Set(rooms)].toSorted((one, other) => this.count(other) - this.count(one));
    if (worst === undefined || this.count(worst) < isolateFrom) return;
    if (next === undefined || this.count(next) < this.count(worst)) this.#isolated.add(worst);
  }

  /** How many strikes a room has. */
  count(id: RoomId): number {
    return this.#recent(id).length;
  }

  /** Whether a room may not share a worker with the innocent. */
  isSuspect(id: RoomId): boolean {
    return this.count(id) >= suspectFrom;
  }

  /** How long a room stays isolated: until its last strike is 60 s old. 0: it is not. */
  isolatedForMs(id: RoomId): number {
    const last = this.#recent(id).at(-1);
    return last !== undefined && this.#isolated.has(id) ? Math.ceil(last + windowMs - this.#now()) : 0;
  }

  #recent(id: RoomId): readonly number[] {
    const since = this.#now() - windowMs;
    return (this.#times.get(id) ?? []).filter((time) => time > since);
  }

  #forget(): void {
    for (const id of this.#times.keys()) {
      if (this.count(id) > 0) continue;
      this.#times.delete(id);
      this.#isolated.delete(id);
    }
  }
}
