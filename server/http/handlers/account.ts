import type { AccountInfo } from '../../../protocol/account.ts';
import type { AccountParts } from '../../accounts/accountParts.ts';
import { deviceWords } from '../../accounts/deviceWords.ts';
import type { Identity } from '../../accounts/Identities.ts';
import { createdPasskey, creationFor } from '../../accounts/passkeys.ts';
import { HourlyLimit, TryLimit } from '../../RateLimit.ts';
import type { Call, RouteHandlers } from '../bindRoutes.ts';

type AccountHandlers = Pick<
  RouteHandlers,
  | 'account'
  | 'startPasskey'
  | 'addPasskey'
  | 'renamePasskey'
  | 'removePasskey'
  | 'setPassword'
  | 'removePassword'
  | 'removeProvider'
  | 'renewCodes'
  | 'endLogin'
  | 'endOtherLogins'
  | 'signOut'
>;

type AnyCall = Pick<Call<'addPasskey'>, 'setCookie' | 'userAgent'>;

// Each costs a tenth of a second of a core, and tells whether the current password was right.
const passwordsPerHour = 20;

/** The routes about your own account: by what you sign in, and where you are signed in. */
export function accountHandlers(parts: AccountParts, rateScale: number): AccountHandlers {
  const { accounts, guests, logins, ceremonies, guestCookie } = parts;
  const tries = new TryLimit(rateScale);
  const passwords = new HourlyLimit(passwordsPerHour * rateScale);

  return {
    account: ({ requireMember }) => accounts.info(requireMember()),

    async startPasskey({ requireGuest, setCookie, site, body, address }) {
      const identity = requireGuest();
      const { invite } = body;
      if (invite !== undefined) tries.take(address, 'an invitation');
      // Before a device makes a passkey that is good for nothing.
      await accounts.requireMayBegin(identity, { invite });
      await accounts.requireFresh(identity);
      const person = await guests.person(identity);
      const { challenge, setCookie: cookie } = ceremonies.begin('create', identity.id);
      setCookie(cookie);
      return await creationFor(person, { challenge, known: await accounts.passkeys(identity.id), site });
    },

    async addPasskey(call) {
      const { requireGuest, body, cookies, userAgent, site } = call;
      const identity = requireGuest();
      if (body.invite !== undefined) tries.take(call.address, 'an invitation');
      const challenge = ceremonies.end('create', identity.id, cookies);
      const name = deviceWords(userAgent) || 'Passkey';
      const passkey = await createdPasskey(body.answer, { challenge, userId: identity.id, name, site });
      const { codes } = await accounts.addPasskey(identity, passkey, body.invite);
      call.setCookie(ceremonies.forget());
      return { account: await stay(identity, call), codes };
    },

    async renamePasskey({ requireMember, params, body }) {
      const member = requireMember();
      await accounts.renamePasskey(member, params.id, body.name);
      return await accounts.info(member);
    },

    async removePasskey({ requireMember, params }) {
      const member = requireMember();
      await accounts.removePasskey(member, params.id);
      return await accounts.info(member);
    },

    async setPassword(call) {
      const { requireGuest, body, address } = call;
      const identity = requireGuest();
      passwords.take(address, identity.id);
      if (body.invite !== undefined) tries.take(address, 'an invitation');
      const { codes } = await accounts.setPassword(identity, body);
      return { account: await stay(identity, call), codes };
    },

    async removePassword({ requireMember }) {
      const member = requireMember();
      await accounts.removePassword(member);
      return await accounts.info(member);
    },

    async removeProvider({ requireMember }) {
      const member = requireMember();
      await accounts.removeProvider(member);
      return await accounts.info(member);
    },

    async renewCodes({ requireMember }) {
      const member = requireMember();
      const codes = await accounts.renewCodes(member);
      return { account: await accounts.info(member), codes };
    },

    async endLogin({ requireMember, params }) {
      const member = requireMember();
      await logins.end(member.id, ({ id }) => id === params.id);
      return await accounts.info(member);
    },

    async endOtherLogins({ requireMember }) {
      const member = requireMember();
      await logins.end(member.id, ({ id }) => id !== member.loginId);
      return await accounts.info(member);
    },

    async signOut({ requireMember, setCookie }) {
      const { id, loginId } = requireMember();
      await logins.end(id, (login) => login.id === loginId);
      setCookie(logins.forget());
      return null;
    },
  };

  /** This browser stays with its person, under a secret that nobody had before. */
  async function stay(identity: Identity, { setCookie, userAgent }: AnyCall): Promise<AccountInfo> {
    const { id, loginId } = identity;
    if (loginId !== null) {
      setCookie(await logins.rotate(loginId));
      return await accounts.info({ ...identity, loginId });
    }
    const { login, setCookie: cookie } = await logins.open(id, userAgent);
    setCookie(cookie);
    setCookie(guestCookie.clear());
    return await accounts.info({ ...identity, loginId: login.id });
  }
}
