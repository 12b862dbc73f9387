import { createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { LoginId, UserId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { LoginRecord } from '../store/AccountStore.ts';
import type { Store } from '../store/Store.ts';
import { deviceWords } from './deviceWords.ts';
import { LastKnown } from './LastKnown.ts';
import type { OwnCookie } from './ownCookie.ts';

const dayMs = 86_400_000;
const idleMs = 90 * dayMs;
// Seen again within this time is not written down.
const seenEveryMs = 5 * 60_000;

// Who did not sign in within this time says once more who they are before another way in is made.
const freshMs = 10 * 60_000;

const digestOf = (token: string) => createHash('sha256').update(token).digest('base64url');

/** The browsers in which people are signed in: each has a secret in a cookie, of which a digest is kept here. */
export class Logins extends EventEmitter<{ ended: [ids: ReadonlySet<LoginId>] }> {
  readonly #store: Pick<Store, 'logins'>;
  readonly #cookie: OwnCookie;
  /** Those that ended in this process: what was read before that is not believed after it. */
  readonly #ended = new Set<LoginId>();
  readonly #known = new LastKnown<LoginRecord>();
  /** When somebody said once more who they are; after a restart they are asked again. */
  readonly #confirmed = new Map<LoginId, number>();

  constructor(store: Pick<Store, 'logins'>, cookie: OwnCookie) {
    super();
    this.#store = store;
    this.#cookie = cookie;
  }

  /** The login of whoever sent this `Cookie` header. */
  async find(cookieHeader: string | undefined): Promise<LoginRecord | null> {
    const token = this.#cookie.read(cookieHeader);
    if (!token) return null;
    const digest = digestOf(token);
    const login = await this.#known.ask(digest, () => this.#store.logins.find(digest));
    if (!login || this.hasEnded(login.id) || login.seenAt < Date.now() - idleMs) return null;
    return login;
  }

  /** Whether this `Cookie` header says anything of a login, true or not. */
  isSent(cookieHeader: string | undefined): boolean {
    return Boolean(this.#cookie.read(cookieHeader));
  }

  /** Somebody at this browser said once more who they are. */
  confirm(id: LoginId): void {
    this.#confirmed.set(id, Date.now());
  }

  /** Throws `sign_in_again` unless whoever is at this browser said a short while ago who they are. */
  async requireFresh(userId: UserId, id: LoginId): Promise<void> {
    const login = (await this.#store.logins.list(userId)).find((own) => own.id === id);
    const said = Math.max(login?.createdAt ?? 0, this.#confirmed.get(id) ?? 0);
    if (said < Date.now() - freshMs) throw new AppError('sign_in_again', 'Say once more who you are.');
  }

  hasEnded(id: LoginId): boolean {
    return this.#ended.has(id);
  }

  /** Signs somebody in; gives the `Set-Cookie` header that makes the browser remember. */
  async open(
    userId: UserId,
    userAgent: string | undefined,
  ): Promise<{ login: LoginRecord; setCookie: string }> {
    const token = newToken();
    const now = Date.now();
    const login: LoginRecord = {
      id: randomBytes(16).toString('base64url') as LoginId,
      userId,
      digest: digestOf(token),
      device: deviceWords(userAgent),
      createdAt: now,
      seenAt: now,
    };
    await this.#store.logins.add(login);
    await this.#store.logins.removeIdle(now - idleMs);
    return { login, setCookie: this.#write(token) };
  }

  /** Gives a login another secret; the one before is good no more. */
  async rotate(id: LoginId): Promise<string> {
    const token = newToken();
    await this.#store.logins.rotate(id, digestOf(token));
    this.#known.forget((login) => login.id === id);
    return this.#write(token);
  }

  /** Notes that a browser is there, and makes it remember for as long as ever; null when that was noted just now. */
  async see(cookieHeader: string | undefined): Promise<string | null> {
    const login = await this.find(cookieHeader);
    const token = this.#cookie.read(cookieHeader);
    const now = Date.now();
    if (!login || !token || now - login.seenAt < seenEveryMs) return null;
    await this.#store.logins.see(login.id, now);
    return this.#write(token);
  }

  /** Those of somebody, the one seen last first. */
  async list(userId: UserId): Promise<LoginRecord[]> {
    const all = await this.#store.logins.list(userId);
    return all.filter(({ seenAt }) => seenAt >= Date.now() - idleMs);
  }

  /** Signs browsers of somebody out. */
  async end(userId: UserId, which: (login: LoginRecord) => boolean): Promise<void> {
    const all = await this.#store.logins.list(userId);
    const ids = new Set(all.filter(which).map(({ id }) => id));
    if (ids.size === 0) return;
    await this.#store.logins.remove(userId, [...ids]);
    for (const id of ids) {
      this.#ended.add(id);
      this.#confirmed.delete(id);
    }
    this.emit('ended', ids);
  }

  /** The `Set-Cookie` header that makes a browser forget. */
  forget(): string {
    return this.#cookie.clear();
  }

  #write(token: string): string {
    return this.#cookie.write(token, idleMs / 1000);
  }
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}
