import { z } from 'zod';
import { route } from './define.ts';
import { LoginId, PasskeyId } from './ids.ts';
import { limits } from './limits.ts';
import { PasskeyCreation, PasskeyCreationAnswer, PasskeyRequest, PasskeyRequestAnswer } from './passkeys.ts';
import { Me } from './people.ts';
import { line } from './text.ts';

// The name by which one signs in with a password.
const Handle = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,22}[a-z0-9]$/);

const Password = z.string().min(1).max(limits.passwordMax);
const PasskeyName = line(1, limits.passkeyName);

/** A passkey as its owner sees it. */
export const PasskeyInfo = z
  .object({
    id: PasskeyId,
    name: z.string(),
    createdAt: z.int(),
    usedAt: z.int().nullable(),
  })
  .meta({ id: 'PasskeyInfo' });
export type PasskeyInfo = z.infer<typeof PasskeyInfo>;

// A browser in which one is signed in.
const LoginInfo = z
  .object({
    id: LoginId,
    /** "Firefox, Linux"; empty when the browser does not say. */
    device: z.string(),
    createdAt: z.int(),
    seenAt: z.int(),
    /** The one that asks. */
    current: z.boolean(),
  })
  .meta({ id: 'LoginInfo' });

/** By what one can sign in, and where one is. */
export const AccountInfo = z
  .object({
    handle: z.string().nullable(),
    hasPassword: z.boolean(),
    passkeys: z.array(PasskeyInfo),
    /** A provider of identities signs one in, too. */
    byProvider: z.boolean().optional(),
    /** How many recovery codes are left. */
    codesLeft: z.int().nonnegative(),
    logins: z.array(LoginInfo),
  })
  .meta({ id: 'AccountInfo' });
export type AccountInfo = z.infer<typeof AccountInfo>;

/** An account after a change, with the recovery codes if it got new ones: they are shown this once. */
export const AccountChange = z
  .object({ account: AccountInfo, codes: z.array(z.string()).nullable() })
  .meta({ id: 'AccountChange' });
export type AccountChange = z.infer<typeof AccountChange>;

/** What lets somebody make an account where not everybody may: an invitation of the house, or the code of an admin. */
const Invite = line(1, 100);

const nothing = z.strictObject({});
const empty = { params: nothing, query: nothing, body: nothing, rate: 'heavy' } as const;
const ofMember = { ...empty, may: 'member' } as const;

/** The routes by which one keeps a name, signs in and out. */
export const accountRoutes = {
  account: route({
    ...ofMember,
    summary: 'By what you can sign in, and where you are signed in.',
    method: 'get',
    path: '/account',
    output: AccountInfo,
    rate: 'light',
  }),
  startPasskey: route({
    ...empty,
    summary: 'What a browser needs to make a passkey for you. A cookie ties the answer to this browser.',
    method: 'post',
    path: '/account/passkeys/start',
    body: z.strictObject({ invite: Invite.optional() }),
    output: PasskeyCreation,
    may: 'guest',
  }),
  addPasskey: route({
    ...empty,
    summary: 'Keeps a new passkey. The first way in makes an account of a guest, under the same id.',
    method: 'post',
    path: '/account/passkeys',
    body: z.strictObject({ answer: PasskeyCreationAnswer, invite: Invite.optional() }),
    output: AccountChange,
    may: 'guest',
  }),
  renamePasskey: route({
    ...ofMember,
    summary: 'Gives a passkey another name.',
    method: 'put',
    path: '/account/passkeys/:id',
    params: z.strictObject({ id: PasskeyId }),
    body: z.strictObject({ name: PasskeyName }),
    output: AccountInfo,
  }),
  removePasskey: route({
    ...ofMember,
    summary: 'Removes a passkey; never the last way in.',
    method: 'delete',
    path: '/account/passkeys/:id',
    params: z.strictObject({ id: PasskeyId }),
    output: AccountInfo,
  }),
  setPassword: route({
    ...empty,
    summary: 'Sets sign-in name and password, which signs every other browser out.',
    method: 'put',
    path: '/account/password',
    body: z.strictObject({
      handle: Handle,
      password: Password,
      current: Password.optional(),
      invite: Invite.optional(),
    }),
    output: AccountChange,
    may: 'guest',
  }),
  removePassword: route({
    ...ofMember,
    summary: 'Removes the password; never the last way in.',
    method: 'delete',
    path: '/account/password',
    output: AccountInfo,
  }),
  removeProvider: route({
    ...ofMember,
    summary: 'A provider signs you in no longer; never the last way in.',
    method: 'delete',
    path: '/account/provider',
    output: AccountInfo,
  }),
  renewCodes: route({
    ...ofMember,
    summary: 'Makes new recovery codes; the ones before are good no more.',
    method: 'post',
    path: '/account/codes',
    output: AccountChange,
  }),
  confirmByPasskey: route({
    ...ofMember,
    summary: 'Says once more who you are, with a passkey: asked for before another way in is made.',
    method: 'post',
    path: '/account/confirm/passkey',
    body: z.strictObject({ answer: PasskeyRequestAnswer }),
    output: z.null(),
  }),
  confirmByPassword: route({
    ...ofMember,
    summary: 'Says once more who you are, with your password.',
    method: 'post',
    path: '/account/confirm/password',
    body: z.strictObject({ password: Password }),
    output: z.null(),
  }),
  endLogin: route({
    ...ofMember,
    summary: 'Signs one browser out; its connections end at once.',
    method: 'delete',
    path: '/account/logins/:id',
    params: z.strictObject({ id: LoginId }),
    output: AccountInfo,
  }),
  endOtherLogins: route({
    ...ofMember,
    summary: 'Signs every browser but this one out.',
    method: 'delete',
    path: '/account/logins',
    output: AccountInfo,
  }),
  signOut: route({
    ...ofMember,
    summary: 'Signs this browser out.',
    method: 'post',
    path: '/sign-out',
    output: z.null(),
    outside: true,
  }),
  signInWays: route({
    ...empty,
    summary:
      'By what one can sign in here beside passkeys, passwords and codes: the name of a provider, or null.',
    method: 'get',
    path: '/sign-in/ways',
    output: z.object({ provider: z.string().nullable() }),
    may: 'anyone',
    rate: 'light',
    outside: true,
  }),
  startProvider: route({
    ...empty,
    summary: 'Where to go to be signed in by the provider. A cookie ties the way back to this browser.',
    method: 'post',
    path: '/sign-in/provider/start',
    output: z.object({ url: z.url() }),
    may: 'guest',
    outside: true,
  }),
  signInByProvider: route({
    ...empty,
    summary:
      'Signs in whom the provider sent back; with somebody new, a guest becomes an account under the same id.',
    method: 'post',
    path: '/sign-in/provider',
    body: z.strictObject({ query: z.string().max(4_000), invite: Invite.optional() }),
    output: z.object({ me: Me, codes: z.array(z.string()).nullable() }),
    may: 'guest',
    outside: true,
  }),
  startSignIn: route({
    ...empty,
    summary: 'What a browser needs to sign in with a passkey. A cookie ties the answer to this browser.',
    method: 'post',
    path: '/sign-in/start',
    output: PasskeyRequest,
    may: 'anyone',
    outside: true,
  }),
  signInByPasskey: route({
    ...empty,
    summary: 'Signs in with a passkey.',
    method: 'post',
    path: '/sign-in/passkey',
    body: z.strictObject({ answer: PasskeyRequestAnswer }),
    output: Me,
    may: 'anyone',
    outside: true,
  }),
  signInByPassword: route({
    ...empty,
    summary: 'Signs in with sign-in name and password.',
    method: 'post',
    path: '/sign-in/password',
    body: z.strictObject({ handle: line(1, 100), password: Password }),
    output: Me,
    may: 'anyone',
    outside: true,
  }),
  signInByCode: route({
    ...empty,
    summary: 'Signs in with a recovery code, which is good no more after it.',
    method: 'post',
    path: '/sign-in/code',
    body: z.strictObject({ code: line(1, 60) }),
    output: Me,
    may: 'anyone',
    outside: true,
  }),
};
