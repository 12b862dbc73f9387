import { randomBytes } from 'node:crypto';
import { FeedToken, type UserId } from '../../protocol/ids.ts';
import type { ScheduleStore } from '../store/ScheduleStore.ts';

/** The secret addresses at which calendars elsewhere find what people come to. */
export class Feeds {
  readonly #store: Pick<ScheduleStore, 'saveFeed'>;
  readonly #tokens = new Map<UserId, FeedToken>();
  readonly #people = new Map<FeedToken, UserId>();

  private constructor(store: Pick<ScheduleStore, 'saveFeed'>) {
    this.#store = store;
  }

  static async load(store: Pick<ScheduleStore, 'feeds' | 'saveFeed'>): Promise<Feeds> {
    const feeds = new Feeds(store);
    for (const { userId, token } of await store.feeds()) feeds.#know(userId, token);
    return feeds;
  }

  /** Made when it is asked for first. */
  async of(userId: UserId): Promise<FeedToken> {
    return this.#tokens.get(userId) ?? (await this.renew(userId));
  }

  /** The one of before leads nowhere any more. */
  async renew(userId: UserId): Promise<FeedToken> {
    const token = FeedToken.parse(randomBytes(24).toString('base64url'));
    this.#know(userId, token);
    await this.#store.saveFeed({ userId, token });
    return token;
  }

  /** Whether somebody ever asked for one. */
  has(userId: UserId): boolean {
    return this.#tokens.has(userId);
  }

  whose(token: FeedToken): UserId | undefined {
    return this.#people.get(token);
  }

  /** Somebody is here no more; the store forgets by itself. */
  forget(userId: UserId): void {
    const token = this.#tokens.get(userId);
    this.#tokens.delete(userId);
    if (token) this.#people.delete(token);
  }

  #know(userId: UserId, token: FeedToken): void {
    this.forget(userId);
    this.#tokens.set(userId, token);
    this.#people.set(token, userId);
  }
}
