import type { UserId } from '../../../protocol/ids.ts';
import type { Me } from '../../../protocol/people.ts';
import type { AccountParts } from '../../accounts/accountParts.ts';
import { requestFor } from '../../accounts/passkeys.ts';
import { TryLimit } from '../../RateLimit.ts';
import type { Call, RouteHandlers } from '../bindRoutes.ts';

type SignInHandlers = Pick<
  RouteHandlers,
  'startSignIn' | 'signInByPasskey' | 'signInByPassword' | 'signInByCode'
>;

type AnyCall = Pick<Call<'startSignIn'>, 'identity' | 'setCookie' | 'userAgent'>;

/** The routes by which one comes back as who one was. */
export function signInHandlers(parts: AccountParts, rateScale: number): SignInHandlers {
  const { guests, guestCookie, logins, signIn, ceremonies } = parts;
  const tries = new TryLimit(rateScale);

  return {
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
  };

  /** A new secret, and nothing of whoever this browser was before. */
  async function welcome(id: UserId, { identity, setCookie, userAgent }: AnyCall): Promise<Me> {
    if (identity?.loginId) await logins.end(identity.id, (login) => login.id === identity.loginId);
    const { login, setCookie: cookie } = await logins.open(id, userAgent);
    setCookie(cookie);
    setCookie(guestCookie.clear());
    return await guests.me({ id, language: 'en', loginId: login.id });
  }
}
