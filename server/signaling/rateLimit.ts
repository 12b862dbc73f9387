import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateClass } from '../../protocol/define.ts';
import { AppError } from '../errors.ts';

/** Requests in ten seconds that one session may make, by class. An address may make twenty times as many. */
const perSession: Record<RateClass, number> = { light: 100, media: 300, chat: 20, heavy: 20 };
const seconds = 10;
const sessionsPerAddress = 20;

/** Counts the requests of sessions and addresses. */
export class RateLimit {
  readonly #sessions: Record<RateClass, RateLimiterAbstract>;
  readonly #addresses: Record<RateClass, RateLimiterAbstract>;

  /** `scale` multiplies every figure: the tests and the load generator ask more than any person does. */
  constructor(scale = 1) {
    const limiters = (factor: number) => {
      const limiter = (rate: RateClass) =>
        new RateLimiterMemory({ points: perSession[rate] * factor * scale, duration: seconds });
      return {
        light: limiter('light'),
        media: limiter('media'),
        chat: limiter('chat'),
        heavy: limiter('heavy'),
      };
    };
    this.#sessions = limiters(1);
    this.#addresses = limiters(sessionsPerAddress);
  }

  /** Counts one request. Throws `rate_limited` with the time to wait. */
  async take(rate: RateClass, sessionId: string, address: string): Promise<void> {
    try {
      await this.#sessions[rate].consume(sessionId);
      await this.#addresses[rate].consume(address);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new AppError('rate_limited', 'That was too often.', Math.max(1, error.msBeforeNext));
    }
  }

  /** Forgets a session that ended. */
  async forget(sessionId: string): Promise<void> {
    await Promise.all(Object.values(this.#sessions).map((limiter) => limiter.delete(sessionId)));
  }
}
