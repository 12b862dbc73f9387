import type { RateClass } from '../protocol/define.ts';
import { AppError } from './errors.ts';

/** Requests in ten seconds that one asker may make, by class. */
const perAsker: Record<RateClass, number> = { light: 100, media: 300, chat: 20, heavy: 20 };
const windowMs = 10_000;
/** How much more than an asker an address may do: whole schools have one. */
const askersPerAddress = 20;

/**
 * Counts what is done by key. Everybody's window is the same one, and what was counted is dropped at its end as a
 * whole: a library with a timer for each key took a tenth of the time that it takes to let somebody into a room.
 */
class Counts {
  readonly #windowMs: number;
  #counts = new Map<string, number>();
  #endsAt = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Throws `rate_limited` with the time to wait. */
  take(key: string, most: number): void {
    const now = Date.now();
    if (now >= this.#endsAt || now < this.#endsAt - this.#windowMs) {
      this.#counts = new Map();
      this.#endsAt = now + this.#windowMs;
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    if (count > most) throw new AppError('rate_limited', 'That was too often.', this.#endsAt - now);
    this.#counts.set(key, count);
  }
}

/** Counts the requests of askers (a session, a guest) and of the addresses they come from. */
export class RateLimit {
  readonly #scale: number;
  readonly #counts = new Counts(windowMs);

  /** `scale` multiplies every figure: tests and load generators ask more than any person does. */
  constructor(scale: number) {
    this.#scale = scale;
  }

  /** Counts one request, before any work is done for it. Throws `rate_limited` with the time to wait. */
  take(rate: RateClass, address: string, askerId: string | undefined): void {
    const most = perAsker[rate] * this.#scale;
    this.#counts.take(`${rate} from ${address}`, most * askersPerAddress);
    if (askerId !== undefined) this.takeBy(rate, askerId);
  }

  /** Counts one request of somebody whose address was counted before it was known who they are. */
  takeBy(rate: RateClass, askerId: string): void {
    this.#counts.take(`${rate} by ${askerId}`, perAsker[rate] * this.#scale);
  }
}

const tryWindowMs = 10 * 60_000;
const triesPerName = { fromOne: 10, fromAll: 100 };
const triesPerAddress = 60;

/**
 * How often somebody may try to sign in. One address is stopped long before a name is for everybody, so that nobody
 * is kept out by others who guess.
 */
export class TryLimit {
  readonly #scale: number;
  readonly #counts = new Counts(tryWindowMs);

  constructor(scale: number) {
    this.#scale = scale;
  }

  /** Counts one, before it is looked into. Throws `rate_limited` with the time to wait. */
  take(address: string, name: string): void {
    this.#counts.take(`from ${address}`, triesPerAddress * this.#scale);
    this.#counts.take(`as ${name} from ${address}`, triesPerName.fromOne * this.#scale);
    this.#counts.take(`as ${name}`, triesPerName.fromAll * this.#scale);
  }
}

/** How many things that last somebody may make in an hour, and an address together. */
export class HourlyLimit {
  readonly #most: () => number;
  readonly #counts = new Counts(3_600_000);

  /** A function for what changes while the server runs. */
  constructor(most: number | (() => number)) {
    this.#most = typeof most === 'number' ? () => most : most;
  }

  /** Counts one, before it is made. Throws `rate_limited` with the time to wait. */
  take(address: string, makerId: string): void {
    const most = this.#most();
    this.#counts.take(`by ${makerId}`, most);
    this.#counts.take(`from ${address}`, most * askersPerAddress);
  }
}

const ringWindowMs = 60_000;
const rungPerWindow = 10;

/** How many people somebody may ring in a minute. */
export class RingLimit {
  readonly #scale: number;
  readonly #counts = new Counts(ringWindowMs);

  constructor(scale: number) {
    this.#scale = scale;
  }

  /** Counts people before they are rung. Throws `rate_limited` with the time to wait. */
  take(callerId: string, people: number): void {
    for (let one = 0; one < people; one++) this.#counts.take(callerId, rungPerWindow * this.#scale);
  }
}
