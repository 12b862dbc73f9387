import type { LoginId, PasskeyId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import { AppError } from '../errors.ts';
import type {
  AccountRecord,
  AccountStore,
  FirstWayIn,
  LoginRecord,
  LoginStore,
  PasskeyRecord,
  ProviderIdentity,
} from './AccountStore.ts';

/** What the store that accounts are part of says: each throws when it may not be. */
export interface Guard {
  requireOpen(): void;
  requireTaking(): void;
}

/** The accounts of a store that forgets. */
export class MemoryAccounts implements AccountStore {
  readonly #guard: Guard;
  readonly #guests: Map<UserId, PersonInfo>;
  readonly #accounts = new Map<UserId, AccountRecord>();
  readonly #passkeys = new Map<PasskeyId, PasskeyRecord>();
  readonly #codes = new Map<string, UserId>();
  readonly #providers = new Map<string, UserId>();

  constructor(guard: Guard, guests: Map<UserId, PersonInfo>) {
    this.#guard = guard;
    this.#guests = guests;
  }

  async find(id: UserId): Promise<AccountRecord | null> {
    this.#guard.requireOpen();
    return this.#accounts.get(id) ?? null;
  }

  async findByHandle(handle: string): Promise<AccountRecord | null> {
    this.#guard.requireOpen();
    return [...this.#accounts.values()].find((account) => account.handle === handle) ?? null;
  }

  async add(account: AccountRecord, { person, passkey, provider, codes }: FirstWayIn): Promise<void> {
    this.#guard.requireTaking();
    if (this.#accounts.has(account.id)) throw conflict();
    this.#requireFreeHandle(account.id, account.handle);
    if (passkey) this.#requireNew(passkey);
    if (provider && this.#providers.has(keyOf(provider))) throw conflict();
    this.#accounts.set(account.id, account);
    this.#guests.set(person.id, { ...person });
    if (passkey) this.#passkeys.set(passkey.id, passkey);
    if (provider) this.#providers.set(keyOf(provider), account.id);
    for (const code of codes) this.#codes.set(code, account.id);
  }

  async setPassword(id: UserId, handle: string, password: string): Promise<void> {
    this.#guard.requireTaking();
    this.#requireFreeHandle(id, handle);
    this.#accounts.set(id, { ...this.#require(id), handle, password });
  }

  async removePassword(id: UserId): Promise<void> {
    this.#guard.requireTaking();
    if (this.#of(id).length === 0) throw lastWayIn();
    this.#accounts.set(id, { ...this.#require(id), handle: null, password: null });
  }

  async passkeys(id: UserId): Promise<PasskeyRecord[]> {
    this.#guard.requireOpen();
    return this.#of(id).sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  async findPasskey(credentialId: string): Promise<PasskeyRecord | null> {
    this.#guard.requireOpen();
    return [...this.#passkeys.values()].find((passkey) => passkey.credentialId === credentialId) ?? null;
  }

  async addPasskey(passkey: PasskeyRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#require(passkey.userId);
    this.#requireNew(passkey);
    this.#passkeys.set(passkey.id, passkey);
  }

  async changePasskey(id: PasskeyId, changes: Parameters<AccountStore['changePasskey']>[1]): Promise<void> {
    this.#guard.requireTaking();
    const passkey = this.#passkeys.get(id);
    if (passkey) this.#passkeys.set(id, { ...passkey, ...changes });
  }

  async removePasskey(userId: UserId, id: PasskeyId): Promise<void> {
    this.#guard.requireTaking();
    const own = this.#of(userId);
    if (!own.some((passkey) => passkey.id === id)) return;
    if (own.length === 1 && !this.#require(userId).password) throw lastWayIn();
    this.#passkeys.delete(id);
  }

  async findByProvider(identity: ProviderIdentity): Promise<UserId | null> {
    this.#guard.requireOpen();
    return this.#providers.get(keyOf(identity)) ?? null;
  }

  async addProvider(id: UserId, identity: ProviderIdentity): Promise<void> {
    this.#guard.requireTaking();
    this.#require(id);
    if (this.#providers.has(keyOf(identity))) throw conflict();
    this.#providers.set(keyOf(identity), id);
  }

  async hasProvider(id: UserId): Promise<boolean> {
    this.#guard.requireOpen();
    return [...this.#providers.values()].includes(id);
  }

  async removeProviders(id: UserId): Promise<void> {
    this.#guard.requireTaking();
    const own = [...this.#providers].filter(([, owner]) => owner === id);
    if (own.length === 0) return;
    if (this.#of(id).length === 0 && !this.#require(id).password) throw lastWayIn();
    for (const [key] of own) this.#providers.delete(key);
  }

  async setCodes(id: UserId, codes: readonly string[]): Promise<void> {
    this.#guard.requireTaking();
    this.#require(id);
    for (const [code, owner] of this.#codes) if (owner === id) this.#codes.delete(code);
    for (const code of codes) this.#codes.set(code, id);
  }

  async countCodes(id: UserId): Promise<number> {
    this.#guard.requireOpen();
    return [...this.#codes.values()].filter((owner) => owner === id).length;
  }

  async useCode(code: string): Promise<UserId | null> {
    this.#guard.requireTaking();
    const owner = this.#codes.get(code) ?? null;
    this.#codes.delete(code);
    return owner;
  }

  #of(id: UserId): PasskeyRecord[] {
    return [...this.#passkeys.values()].filter(({ userId }) => userId === id);
  }

  #require(id: UserId): AccountRecord {
    const account = this.#accounts.get(id);
    if (!account) throw new AppError('not_found', 'There is no such account.');
    return account;
  }

  #requireNew({ credentialId }: PasskeyRecord): void {
    for (const known of this.#passkeys.values()) if (known.credentialId === credentialId) throw conflict();
  }

  #requireFreeHandle(id: UserId, handle: string | null): void {
    if (handle === null) return;
    for (const other of this.#accounts.values()) {
      if (other.handle === handle && other.id !== id) throw conflict();
    }
  }

  /** Removes all of somebody's. */
  forget(id: UserId): void {
    this.#accounts.delete(id);
    for (const [key, { userId }] of this.#passkeys) if (userId === id) this.#passkeys.delete(key);
    for (const [key, userId] of this.#codes) if (userId === id) this.#codes.delete(key);
    for (const [key, userId] of this.#providers) if (userId === id) this.#providers.delete(key);
  }
}

/** The logins of a store that forgets. */
export class MemoryLogins implements LoginStore {
  readonly #guard: Guard;
  readonly #logins = new Map<LoginId, LoginRecord>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async add(login: LoginRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#logins.set(login.id, login);
  }

  async find(digest: string): Promise<LoginRecord | null> {
    this.#guard.requireOpen();
    return [...this.#logins.values()].find((login) => login.digest === digest) ?? null;
  }

  async list(userId: UserId): Promise<LoginRecord[]> {
    this.#guard.requireOpen();
    return [...this.#logins.values()]
      .filter((login) => login.userId === userId)
      .sort((a, b) => b.seenAt - a.seenAt || (a.id < b.id ? -1 : 1));
  }

  async rotate(id: LoginId, digest: string): Promise<void> {
    this.#change(id, { digest });
  }

  async see(id: LoginId, at: number): Promise<void> {
    this.#change(id, { seenAt: at });
  }

  async remove(userId: UserId, ids: readonly LoginId[]): Promise<void> {
    this.#guard.requireTaking();
    for (const id of ids) if (this.#logins.get(id)?.userId === userId) this.#logins.delete(id);
  }

  async removeIdle(since: number): Promise<void> {
    this.#guard.requireTaking();
    for (const { id, seenAt } of this.#logins.values()) if (seenAt < since) this.#logins.delete(id);
  }

  #change(id: LoginId, changes: Partial<LoginRecord>): void {
    this.#guard.requireTaking();
    const login = this.#logins.get(id);
    if (login) this.#logins.set(id, { ...login, ...changes });
  }

  /** Removes all of somebody's. */
  forget(id: UserId): void {
    for (const [key, { userId }] of this.#logins) if (userId === id) this.#logins.delete(key);
  }
}

function keyOf({ issuer, subject }: ProviderIdentity): string {
  return JSON.stringify([issuer, subject]);
}

function conflict(): AppError {
  return new AppError('conflict', 'There is one already.');
}

function lastWayIn(): AppError {
  return new AppError('conflict', 'This is the last way in.');
}
