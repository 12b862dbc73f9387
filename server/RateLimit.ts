import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateClass } from '../protocol/define.ts';
import { AppError } from './errors.ts';

/** Requests in ten seconds that one asker may make, by class. An address may make twenty times as many. */
const perAsker: Record<RateClass, number> = { light: 100, media: 300, chat: 20, heavy: 20 };
const seconds = 10;
const askersPerAddress = 20;

/** Counts the requests of askers (a session, a guest) and of the addresses they come from. */
export class RateLimit {
  readonly #askers: Record<RateClass, RateLimiterMemory>;
  readonly #addresses: Record<RateClass, RateLimiterMemory>;

  /** `scale` multiplies every figure: tests and load generators ask more than any person does. */
  constructor(scale: number) {
    const limiters = (factor: number) => {
      const limiter = (rate: RateClass) =>
        new RateLimiterMemory({ points: perAsker[rate] * factor * scale, duration: seconds });
      return {
        light: limiter('light'),
        media: limiter('media'),
        chat: limiter('chat'),
        heavy: limiter('heavy'),
      };
    };
    this.#askers = limiters(1);
    this.#addresses = limiters(askersPerAddress);
  }

  /** Counts one request, before any work is done for it. Throws `rate_limited` with the time to wait. */
  async take(rate: RateClass, address: string, askerId: string | undefined): Promise<void> {
    try {
      await this.#addresses[rate].consume(address);
      if (askerId !== undefined) await this.#askers[rate].consume(askerId);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new AppError('rate_limited', 'That was too often.', Math.max(1, error.msBeforeNext));
    }
  }

  /** Forgets an asker that is gone. */
  async forget(askerId: string): Promise<void> {
    await Promise.all(Object.values(this.#askers).map((limiter) => limiter.delete(askerId)));
  }
}
