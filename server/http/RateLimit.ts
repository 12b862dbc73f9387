import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateClass } from '../../protocol/define.ts';
import { AppError } from '../errors.ts';

/** Requests in ten seconds that one guest may make, by class. An address may make twenty times as many. */
const perGuest: Record<RateClass, number> = { light: 100, media: 100, chat: 20, heavy: 10 };
const seconds = 10;
const guestsPerAddress = 20;

/** Counts the requests of guests and addresses. */
export class RateLimit {
  readonly #limiters: Record<RateClass, { guest: RateLimiterMemory; address: RateLimiterMemory }>;

  constructor(scale: number) {
    const limiter = (points: number) => new RateLimiterMemory({ points: points * scale, duration: seconds });
    const pair = (rate: RateClass) => ({
      guest: limiter(perGuest[rate]),
      address: limiter(perGuest[rate] * guestsPerAddress),
    });
    this.#limiters = { light: pair('light'), media: pair('media'), chat: pair('chat'), heavy: pair('heavy') };
  }

  /** Counts one request. Throws `rate_limited` with the time to wait. */
  async take(rate: RateClass, address: string, guestId: string | undefined): Promise<void> {
    const { guest, address: addresses } = this.#limiters[rate];
    try {
      await addresses.consume(address);
      if (guestId !== undefined) await guest.consume(guestId);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new AppError('rate_limited', 'That was too often.', Math.max(1, error.msBeforeNext));
    }
  }
}
