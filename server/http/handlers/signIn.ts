import type { UserId } from '../../../protocol/ids.ts';
import type { Me } from '../../../protocol/people.ts';
import type { AccountParts } from '../../accounts/accountParts.ts';
import { requestFor } from '../../accounts/passkeys.ts';
import { AppError } from '../../errors.ts';
import { TryLimit } from '../../RateLimit.ts';
import type { Call, RouteHandlers } from '../bindRoutes.ts';

type SignInHandlers = Pick<
  RouteHandlers,
  | 'signInWays'
  | 'startProvider'
  | 'signInByProvider'
  | 'startSignIn'
  | 'signInByPasskey'
  | 'signInByPassword'
  | 'signInByCode'
  | 'confirmByPasskey'
  | 'confirmByPassword'
>;

/** Throws `barred` for who may not come into the house. */
type RequireWelcome = (asker: Pick<Call<'me'>, 'identity' | 'cookies' | 'address'>) => void;

type AnyCall = Pick<Call<'startSignIn'>, 'identity' | 'setCookie' | 'userAgent'>;

/** The routes by which one comes back as who one was. */
export function signInHandlers(
  parts: AccountParts,
  rateScale: number,
  requireWelcome: RequireWelcome,
): SignInHandlers {
  const { guests, guestCookie, logins, accounts, signIn, ceremonies, provider } = parts;
  const tries = new TryLimit(rateScale);

  const requireProvider = () => {
    if (!provider) throw new AppError('not_found', 'No provider is configured here.');
    return provider;
  };

  return {
    signInWays: () => ({ provider: provider?.name ?? null }),

    async startProvider({ requireGuest, setCookie, site }) {
      const { url, setCookie: cookie } = await requireProvider().begin({ whose: requireGuest().id, site });
      setCookie(cookie);
      return { url };
    },

    async signInByProvider(call) {
      const { requireGuest, body, address, cookies, site } = call;
      const identity = requireGuest();
      tries.take(address, 'a provider');
      const known = await requireProvider().end(body.query, { whose: identity.id, site, cookies });
      call.setCookie(requireProvider().forget());
      const owner = await accounts.findByProvider(known);
      if (owner) return { me: await welcome(owner, call), codes: null };
      // One may come back as who one was; a new way in is for those who may be here.
      requireWelcome(call);
      const { codes } = await accounts.addProvider(identity, known, body.invite);
      return { me: await welcome(identity.id, call), codes };
    },

    async startSignIn({ setCookie, site }) {
      const { challenge, setCookie: cookie } = ceremonies.begin('sign-in', '');
      setCookie(cookie);
      return requestFor(challenge, site);
    },

    async signInByPasskey(call) {
      const { body, cookies, site, address } = call;
      tries.take(address, 'a passkey');
      const challenge = ceremonies.end('sign-in', '', cookies);
      const id = await signIn.byPasskey(body.answer, challenge, site);
      call.setCookie(ceremonies.forget());
      return await welcome(id, call);
    },

    async signInByPassword(call) {
      const { handle, password } = call.body;
      tries.take(call.address, handle.toLowerCase());
      return await welcome(await signIn.byPassword(handle, password), call);
    },

    async signInByCode(call) {
      tries.take(call.address, 'a code');
      return await welcome(await signIn.byCode(call.body.code), call);
    },

    async confirmByPasskey({ requireMember, body, cookies, site, address, setCookie }) {
      const { id, loginId } = requireMember();
      tries.take(address, 'a passkey');
      const challenge = ceremonies.end('sign-in', '', cookies);
      const owner = await signIn.byPasskey(body.answer, challenge, site);
      setCookie(ceremonies.forget());
      if (owner !== id) throw new AppError('sign_in_failed', 'That is the passkey of somebody else.');
      logins.confirm(loginId);
      return null;
    },

    async confirmByPassword({ requireMember, body, address }) {
      const { id, loginId } = requireMember();
      tries.take(address, id);
      await signIn.confirm(id, body.password);
      logins.confirm(loginId);
      return null;
    },
  };

  /** A new secret, and nothing of whoever this browser was before. */
  async function welcome(id: UserId, { identity, setCookie, userAgent }: AnyCall): Promise<Me> {
    if (identity?.loginId) await logins.end(identity.id, (login) => login.id === identity.loginId);
    else if (identity && identity.id !== id) accounts.leaveGuest(identity.id);
    const { login, setCookie: cookie } = await logins.open(id, userAgent);
    setCookie(cookie);
    setCookie(guestCookie.clear());
    return await guests.me({ id, language: 'en', loginId: login.id });
  }
}
