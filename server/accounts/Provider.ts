import { createHmac } from 'node:crypto';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import type { ProviderIdentity } from '../store/AccountStore.ts';
import type { Ceremonies } from './Ceremonies.ts';
import type { Site } from './passkeys.ts';

type Library = typeof import('openid-client');
type Configured = { library: Library; config: Awaited<ReturnType<Library['discovery']>> };

const timeoutSeconds = 10;
const retryAfterMs = 5_000;

interface Asking {
  /** Who asks: the answer is good for the same one. */
  readonly whose: string;
  readonly site: Site;
}

/** The OpenID provider that the operator chose: signs people in who have an account there. */
export class Provider {
  readonly #settings: NonNullable<Config['oidc']>;
  readonly #ceremonies: Ceremonies;
  readonly #key: Buffer;
  #configured: Promise<Configured> | undefined;

  constructor(settings: NonNullable<Config['oidc']>, ceremonies: Ceremonies, key: Buffer) {
    this.#settings = settings;
    this.#ceremonies = ceremonies;
    this.#key = key;
  }

  /** As people know it. */
  get name(): string {
    return this.#settings.issuer.host;
  }

  /** Where to send a browser, and the cookie by which it is known when it comes back. */
  async begin({ whose, site }: Asking): Promise<{ url: string; setCookie: string }> {
    const { library, config } = await this.#find();
    const { challenge, setCookie } = this.#ceremonies.begin('provider', whose);
    const { state, nonce, verifier } = this.#secretsOf(challenge);
    const url = library.buildAuthorizationUrl(config, {
      redirect_uri: returnTo(site),
      scope: 'openid',
      state,
      nonce,
      code_challenge: await library.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, setCookie };
  }

  /** Who came back with this query. Throws `sign_in_failed`, or `gone` for a browser that did not ask. */
  async end(
    query: string,
    { whose, site, cookies }: Asking & { cookies: string | undefined },
  ): Promise<ProviderIdentity> {
    const { state, nonce, verifier } = this.#secretsOf(this.#ceremonies.end('provider', whose, cookies));
    const { library, config } = await this.#find();
    try {
      const tokens = await library.authorizationCodeGrant(config, new URL(`?${query}`, returnTo(site)), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const { iss, sub } = tokens.claims() ?? {};
      if (!iss || !sub) throw new Error('The provider says nothing.');
      // By the subject alone: an address of mail is the provider's to give to somebody else.
      return { issuer: iss, subject: sub };
    } catch {
      throw new AppError('sign_in_failed', 'The provider did not say who you are.');
    }
  }

  /** The `Set-Cookie` header that makes the browser forget. */
  forget(): string {
    return this.#ceremonies.forget();
  }

  /** Asked for when it is first needed, so that the server starts without it; a failure is asked for again. */
  #find(): Promise<Configured> {
    this.#configured ??= this.#discover().catch((error: unknown) => {
      this.#configured = undefined;
      throw new AppError('server_busy', `The provider does not answer: ${String(error)}`, retryAfterMs);
    });
    return this.#configured;
  }

  async #discover(): Promise<Configured> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const library = await import('openid-client');
    const config = await library.discovery(issuer, clientId, clientSecret, undefined, {
      timeout: timeoutSeconds,
      ...(issuer.protocol === 'http:' && { execute: [library.allowInsecureRequests] }),
    });
    return { library, config };
  }

  /** What only this server can make of a challenge. */
  #secretsOf(challenge: string) {
    const secret = (use: string) =>
      createHmac('sha256', this.#key).update(`${use} ${challenge}`).digest('base64url');
    return { state: secret('state'), nonce: secret('nonce'), verifier: secret('verifier') };
  }
}

function returnTo({ origin }: Site): string {
  return `${origin}/sign-in`;
}
