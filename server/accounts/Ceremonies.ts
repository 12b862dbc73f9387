import { randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { OwnCookie } from './ownCookie.ts';
import { createSigner, type Signer } from './signing.ts';

const lifeMs = 5 * 60_000;

// What a challenge is for, so that an answer to one is none to the other.
type Purpose = 'create' | 'sign-in' | 'provider';

/** The challenges of passkeys and providers: each is tied to the browser that asked by a signed cookie, and good once. */
export class Ceremonies {
  readonly #cookie: OwnCookie;
  readonly #signer: Signer;
  /** The challenges that were answered, with when they end: what nobody asked for takes no room here. */
  readonly #used = new Map<string, number>();

  constructor(cookie: OwnCookie, key: Buffer) {
    this.#cookie = cookie;
    this.#signer = createSigner(key);
  }

  /** A new challenge for somebody, or for whoever it may turn out to be. */
  begin(purpose: Purpose, whose: string): { challenge: string; setCookie: string } {
    const challenge = randomBytes(32).toString('base64url');
    const endsAt = Date.now() + lifeMs;
    const signature = this.#signer.sign(textOf({ challenge, endsAt, purpose, whose }));
    return {
      challenge,
      setCookie: this.#cookie.write(`${challenge}.${endsAt}.${signature}`, lifeMs / 1000),
    };
  }

  /** The challenge that this browser was given, used up by this. Throws `gone`. */
  end(purpose: Purpose, whose: string, cookieHeader: string | undefined): string {
    const [challenge = '', end, signature] = this.#cookie.read(cookieHeader)?.split('.') ?? [];
    const endsAt = Number(end);
    const now = Date.now();
    for (const [used, at] of this.#used) if (at < now) this.#used.delete(used);
    const known = this.#signer.isSigned(textOf({ challenge, endsAt, purpose, whose }), signature);
    if (!known || endsAt < now || this.#used.has(challenge)) {
      throw new AppError('gone', 'This took too long, or was asked for elsewhere: begin anew.');
    }
    this.#used.set(challenge, endsAt);
    return challenge;
  }

  /** The `Set-Cookie` header that makes the browser forget. */
  forget(): string {
    return this.#cookie.clear();
  }
}

function textOf(parts: { challenge: string; endsAt: number; purpose: Purpose; whose: string }): string {
  return [parts.challenge, parts.endsAt, parts.purpose, parts.whose].join('.');
}
