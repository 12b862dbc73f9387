import { EventEmitter } from 'node:events';
import type { AccountInfo, PasskeyInfo } from '../../protocol/account.ts';
import type { LoginId, PasskeyId, UserId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { Asking, Registration } from '../house/Registration.ts';
import type { AccountRecord, FirstWayIn, PasskeyRecord, ProviderIdentity } from '../store/AccountStore.ts';
import type { Store } from '../store/Store.ts';
import type { Guests } from './Guests.ts';
import type { Identity } from './Identities.ts';
import type { Logins } from './Logins.ts';
import { hashPassword, isPassword, requireStrong } from './passwords.ts';
import { codeDigest, makeCodes } from './recoveryCodes.ts';

interface Parts {
  readonly store: Pick<Store, 'accounts'>;
  readonly guests: Guests;
  readonly logins: Logins;
  /** Who may make an account. */
  readonly registration: Pick<Registration, 'require' | 'admit'>;
}

/** Somebody who is signed in. */
export interface Member extends Identity {
  readonly loginId: LoginId;
}

interface NewPassword {
  readonly handle: string;
  readonly password: string;
  readonly current?: string | undefined;
  readonly invite?: string | undefined;
}

/** What a new way in brought: recovery codes for whoever had none before, to be shown once. */
interface Kept {
  readonly codes: string[] | null;
}

/** More than anybody has devices. */
const mostPasskeys = 20;

/**
 * By what people can sign in. `guestGone` says that a guest's cookie is good no more: the guest has an account now,
 * under the same id, or is somebody else now; `guestEnded`, that a guest is to be nowhere at once.
 */
export class Accounts extends EventEmitter<{ guestGone: [id: UserId]; guestEnded: [id: UserId] }> {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
  }

  async info({ id, loginId }: Member): Promise<AccountInfo> {
    const { store, logins } = this.#parts;
    const account = await this.#require(id);
    return {
      handle: account.handle,
      hasPassword: account.password !== null,
      passkeys: (await store.accounts.passkeys(id)).map(toPasskeyInfo),
      byProvider: await store.accounts.hasProvider(id),
      codesLeft: await store.accounts.countCodes(id),
      logins: (await logins.list(id)).map(({ id: login, device, createdAt, seenAt }) => ({
        id: login,
        device,
        createdAt,
        seenAt,
        current: login === loginId,
      })),
    };
  }

  /** Throws `sign_in_again` for who signed in a while ago: a browser left open is not to make ways in of its own. */
  async requireFresh({ id, loginId }: Identity): Promise<void> {
    if (loginId !== null) await this.#parts.logins.requireFresh(id, loginId);
  }

  /** Throws `registration_closed`, `invitation_needed`, `invite_over` for a guest who may not make an account. */
  async requireMayBegin({ loginId }: Identity, asking: Asking): Promise<void> {
    if (loginId === null) await this.#parts.registration.require(asking);
  }

  passkeys(id: UserId): Promise<PasskeyRecord[]> {
    return this.#parts.store.accounts.passkeys(id);
  }

  /** Keeps a passkey; with the first one a guest becomes somebody with an account. */
  async addPasskey(identity: Identity, passkey: PasskeyRecord, invite?: string): Promise<Kept> {
    const { accounts } = this.#parts.store;
    if (identity.loginId === null) return await this.#begin(identity, { passkey }, {}, { invite });
    await this.requireFresh(identity);
    const { length } = await accounts.passkeys(identity.id);
    if (length >= mostPasskeys) throw new AppError('too_large', 'These are too many passkeys.');
    await accounts.addPasskey(passkey);
    return { codes: null };
  }

  /** Keeps that a provider knows somebody; with that a guest becomes somebody with an account. */
  async addProvider(identity: Identity, provider: ProviderIdentity, invite?: string): Promise<Kept> {
    if (identity.loginId === null)
      return await this.#begin(identity, { passkey: null, provider }, {}, { invite, byProvider: true });
    await this.#parts.store.accounts.addProvider(identity.id, provider);
    return { codes: null };
  }

  /** Whom a provider means. */
  findByProvider(provider: ProviderIdentity): Promise<UserId | null> {
    return this.#parts.store.accounts.findByProvider(provider);
  }

  async renamePasskey({ id }: Member, passkeyId: PasskeyId, name: string): Promise<void> {
    const { accounts } = this.#parts.store;
    const own = await accounts.passkeys(id);
    if (!own.some((passkey) => passkey.id === passkeyId)) {
      throw new AppError('not_found', 'You have no such passkey.');
    }
    await accounts.changePasskey(passkeyId, { name });
  }

  async removePasskey({ id }: Member, passkeyId: PasskeyId): Promise<void> {
    await this.#parts.store.accounts.removePasskey(id, passkeyId);
  }

  /**
   * Sets sign-in name and password. Whoever has a password already has to know it, and is signed out everywhere else:
   * it may have been changed because somebody knew it.
   */
  async setPassword(identity: Identity, { handle, password, current, invite }: NewPassword): Promise<Kept> {
    const { store, guests, logins } = this.#parts;
    const { id, loginId } = identity;
    const { name } = await guests.person(identity);
    await this.requireMayBegin(identity, { invite });
    requireStrong(password, [handle, name]);
    const account = await store.accounts.find(id);
    if (!account?.password) await this.requireFresh(identity);
    else if (!(await isPassword(current ?? '', account.password))) {
      throw new AppError('sign_in_failed', 'That is not your password.');
    }
    const hashed = await hashPassword(password);
    if (loginId === null)
      return await this.#begin(identity, { passkey: null }, { handle, password: hashed }, { invite });
    await store.accounts.setPassword(id, handle, hashed);
    await logins.end(id, (login) => login.id !== loginId);
    return { codes: null };
  }

  async removePassword({ id }: Member): Promise<void> {
    await this.#parts.store.accounts.removePassword(id);
  }

  /** A provider signs them in no longer. */
  async removeProvider({ id }: Member): Promise<void> {
    await this.#parts.store.accounts.removeProviders(id);
  }

  /** New recovery codes in the place of those before. */
  async renewCodes(member: Member): Promise<string[]> {
    await this.requireFresh(member);
    const codes = makeCodes();
    await this.#parts.store.accounts.setCodes(member.id, codes.map(codeDigest));
    return codes;
  }

  /** A browser is not this guest's any more, because somebody signed in there. */
  leaveGuest(id: UserId): void {
    this.emit('guestGone', id);
  }

  /** Ends every connection of a guest. */
  endGuest(id: UserId): void {
    this.emit('guestEnded', id);
  }

  async #begin(
    identity: Identity,
    way: Pick<FirstWayIn, 'passkey' | 'provider'>,
    { handle = null, password = null }: Partial<AccountRecord>,
    asking: Asking,
  ): Promise<Kept> {
    const { store, guests, registration } = this.#parts;
    const { id } = identity;
    const codes = makeCodes();
    const person = await guests.person(identity);
    const giveBack = await registration.admit(asking);
    try {
      await store.accounts.add(
        { id, handle, password, createdAt: Date.now() },
        { ...way, person, codes: codes.map(codeDigest) },
      );
    } catch (error) {
      await giveBack();
      throw error;
    }
    this.emit('guestGone', id);
    return { codes };
  }

  async #require(id: UserId): Promise<AccountRecord> {
    const account = await this.#parts.store.accounts.find(id);
    if (!account) throw new AppError('unauthenticated', 'There is no such account any more.');
    return account;
  }
}

function toPasskeyInfo({ id, name, createdAt, usedAt }: PasskeyRecord): PasskeyInfo {
  return { id, name, createdAt, usedAt };
}
