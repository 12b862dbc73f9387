import type { LoginId, PasskeyId } from '../../protocol/ids.ts';
import type { PasskeyCreationAnswer, PasskeyRequestAnswer } from '../../protocol/passkeys.ts';
import type { RouteBodyInput } from '../../protocol/rest.ts';
import { ask } from '../api.ts';

const nothing = {};
const post = 'POST';

/** The routes of accounts, one function for each. All reject with a `RequestError`. */
export const requests = {
  account: () => ask<'account'>('/account'),
  startPasskey: (invite?: string) =>
    ask<'startPasskey'>('/account/passkeys/start', { method: post, body: { invite } }),
  addPasskey: (answer: PasskeyCreationAnswer, invite?: string) =>
    ask<'addPasskey'>('/account/passkeys', { method: post, body: { answer, invite } }),
  renamePasskey: (id: PasskeyId, name: string) =>
    ask<'renamePasskey'>(`/account/passkeys/${id}`, { method: 'PUT', body: { name } }),
  removePasskey: (id: PasskeyId) =>
    ask<'removePasskey'>(`/account/passkeys/${id}`, { method: 'DELETE', body: nothing }),
  setPassword: (body: RouteBodyInput<'setPassword'>) =>
    ask<'setPassword'>('/account/password', { method: 'PUT', body }),
  removePassword: () => ask<'removePassword'>('/account/password', { method: 'DELETE', body: nothing }),
  removeProvider: () => ask<'removeProvider'>('/account/provider', { method: 'DELETE', body: nothing }),
  renewCodes: () => ask<'renewCodes'>('/account/codes', { method: post, body: nothing }),
  confirmByPasskey: (answer: PasskeyRequestAnswer) =>
    ask<'confirmByPasskey'>('/account/confirm/passkey', { method: post, body: { answer } }),
  confirmByPassword: (password: string) =>
    ask<'confirmByPassword'>('/account/confirm/password', { method: post, body: { password } }),
  endLogin: (id: LoginId) => ask<'endLogin'>(`/account/logins/${id}`, { method: 'DELETE', body: nothing }),
  endOtherLogins: () => ask<'endOtherLogins'>('/account/logins', { method: 'DELETE', body: nothing }),
  signOut: () => ask<'signOut'>('/sign-out', { method: post, body: nothing }),
  signInWays: () => ask<'signInWays'>('/sign-in/ways'),
  startProvider: () => ask<'startProvider'>('/sign-in/provider/start', { method: post, body: nothing }),
  signInByProvider: (query: string, invite?: string) =>
    ask<'signInByProvider'>('/sign-in/provider', { method: post, body: { query, invite } }),
  startSignIn: () => ask<'startSignIn'>('/sign-in/start', { method: post, body: nothing }),
  signInByPasskey: (answer: PasskeyRequestAnswer) =>
    ask<'signInByPasskey'>('/sign-in/passkey', { method: post, body: { answer } }),
  signInByPassword: (handle: string, password: string) =>
    ask<'signInByPassword'>('/sign-in/password', { method: post, body: { handle, password } }),
  signInByCode: (code: string) => ask<'signInByCode'>('/sign-in/code', { method: post, body: { code } }),
};
