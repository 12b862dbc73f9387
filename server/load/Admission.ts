import { EventEmitter } from 'node:events';
import { AppError } from '../errors.ts';
import type { Clock } from '../rooms/Clock.ts';
import type { Headroom, RefusalReason } from './Headroom.ts';

/** Why somebody was refused: also because there are as many connections as there may be. */
export type BusyReason = RefusalReason | 'sockets';

interface Options {
  /** Null: everybody comes in. */
  readonly headroom: Headroom | null;
  /** How many connections there may be. */
  readonly mostSockets: number;
  readonly clock: Clock;
  /** 0 to 1; tests say which. */
  readonly random?: () => number;
}

// A place that is free in a second is asked for in a second; a server that is full stays so for a while.
const soonMs = 1_000;
const laterMs = 5_000;
const mostMs = 60_000;
// Those who were refused come back at this pace together, however many they are.
const comeBackPerSecond = 50;
const windowMs = 10_000;
// Of all connections the last part is for those who have a seat.
const openToAll = 0.9;

/** Who comes into a server that may be full: asked before any work is done for a newcomer. */
export class Admission extends EventEmitter<{ refused: [reason: BusyReason] }> {
  readonly #options: Options;
  /** Refused in this window, and in the one before. */
  #refused = { since: 0, now: 0, before: 0 };

  constructor(options: Options) {
    super();
    this.#options = options;
  }

  /**
   * Lets somebody in; what it returns says that they are in, or not coming after all. Throws `server_busy` for
   * newcomers where there is no room; whom the room cannot do without is asked for only then.
   */
  enter(isExpected: () => boolean): () => void {
    const { headroom } = this.#options;
    if (!headroom) return () => {};
    const reason = headroom.refusal();
    if (reason && !isExpected()) throw this.#busy(reason);
    return headroom.enter();
  }

  /** Throws `server_busy` where nobody new may come in: who opens a room comes in with it, whatever is measured. */
  requireRoom(): void {
    const reason = this.#options.headroom?.refusal();
    if (reason) throw this.#busy(reason);
  }

  /** Throws `server_busy` when there are so many connections that there is room at most for who has a seat. */
  requireSocket(open: number, hasSeat: () => boolean): void {
    const { mostSockets } = this.#options;
    if (open > mostSockets || (open > mostSockets * openToAll && !hasSeat())) throw this.#busy('sockets');
  }

  #busy(reason: BusyReason): AppError {
    this.emit('refused', reason);
    return new AppError('server_busy', 'This server is full right now.', this.#retryAfterMs(reason));
  }

  #retryAfterMs(reason: BusyReason): number {
    const { clock, random = Math.random } = this.#options;
    const now = clock.now();
    if (now - this.#refused.since >= windowMs) {
      const justEnded = now - this.#refused.since < 2 * windowMs;
      this.#refused = { since: now, now: 0, before: justEnded ? this.#refused.now : 0 };
    }
    this.#refused.now++;
    const waiting = this.#refused.now + this.#refused.before;
    const base = reason === 'pace' || reason === 'underWay' ? soonMs : laterMs;
    const spread = Math.max(base, (1_000 * waiting) / comeBackPerSecond);
    return Math.round(Math.min(mostMs, base + spread * random()));
  }
}
