import type { RateClass } from '../protocol/define.ts';
import { AppError } from './errors.ts';

/** Requests in ten seconds that one asker may make, by class. An address may make twenty times as many. */
const perAsker: Record<RateClass, number> = { light: 100, media: 300, chat: 20, heavy: 20 };
const windowMs = 10_000;
const askersPerAddress = 20;

/**
 * Counts the requests of askers (a session, a guest) and of the addresses they come from. Everybody's window of ten
 * seconds is the same one, and what was counted is dropped at its end as a whole: a library with a timer for each
 * key took a tenth of the time that it takes to let somebody into a room.
 */
export class RateLimit {
  readonly #scale: number;
  #counts = new Map<string, number>();
  #endsAt = 0;

  /** `scale` multiplies every figure: tests and load generators ask more than any person does. */
  constructor(scale: number) {
    this.#scale = scale;
  }

  /** Counts one request, before any work is done for it. Throws `rate_limited` with the time to wait. */
  take(rate: RateClass, address: string, askerId: string | undefined): void {
    const now = Date.now();
    if (now >= this.#endsAt || now < this.#endsAt - windowMs) {
      this.#counts = new Map();
      this.#endsAt = now + windowMs;
    }
    const most = perAsker[rate] * this.#scale;
    this.#count(`${rate} from ${address}`, most * askersPerAddress, now);
    if (askerId !== undefined) this.#count(`${rate} by ${askerId}`, most, now);
  }

  #count(key: string, most: number, now: number): void {
    const count = (this.#counts.get(key) ?? 0) + 1;
    if (count > most) throw new AppError('rate_limited', 'That was too often.', this.#endsAt - now);
    this.#counts.set(key, count);
  }
}
