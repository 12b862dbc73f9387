import type { LoginId, PasskeyId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';

/** Somebody who can sign in. What others see of them is kept as that of every guest. */
export interface AccountRecord {
  readonly id: UserId;
  /** The name by which one signs in with a password; null without one. */
  readonly handle: string | null;
  /** Hashed, with the parameters of that; null without one. */
  readonly password: string | null;
  readonly createdAt: number;
}

/** A passkey as it is kept: the public half, and how often it was used. */
export interface PasskeyRecord {
  readonly id: PasskeyId;
  readonly userId: UserId;
  /** As its authenticator calls it. */
  readonly credentialId: string;
  readonly name: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly createdAt: number;
  readonly usedAt: number | null;
}

/** Somebody as a provider of identities knows them: by its own name for them, and nothing that changes hands. */
export interface ProviderIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** The first way in of somebody new, who has one of them at least. */
export interface FirstWayIn {
  /** What others see of whom. */
  readonly person: PersonInfo;
  readonly passkey: PasskeyRecord | null;
  readonly provider?: ProviderIdentity | null;
  /** Digests of the recovery codes. */
  readonly codes: readonly string[];
}

export interface AccountStore {
  find(id: UserId): Promise<AccountRecord | null>;
  findByHandle(handle: string): Promise<AccountRecord | null>;
  /** Writes all of it or nothing. Throws `conflict` when there is this account, handle or passkey already. */
  add(account: AccountRecord, way: FirstWayIn): Promise<void>;
  /** Throws `conflict` when the handle is somebody else's. */
  setPassword(id: UserId, handle: string, password: string): Promise<void>;
  /** Throws `conflict` when it is the last way in. */
  removePassword(id: UserId): Promise<void>;
  /** The oldest first. */
  passkeys(id: UserId): Promise<PasskeyRecord[]>;
  findPasskey(credentialId: string): Promise<PasskeyRecord | null>;
  /** Throws `conflict` when there is this passkey already. */
  addPasskey(passkey: PasskeyRecord): Promise<void>;
  changePasskey(
    id: PasskeyId,
    changes: Partial<Pick<PasskeyRecord, 'name' | 'counter' | 'usedAt'>>,
  ): Promise<void>;
  /** Throws `conflict` when it is the last way in; one that is not there is fine. */
  removePasskey(userId: UserId, id: PasskeyId): Promise<void>;
  findByProvider(identity: ProviderIdentity): Promise<UserId | null>;
  /** Throws `conflict` when it is somebody's already. */
  addProvider(id: UserId, identity: ProviderIdentity): Promise<void>;
  hasProvider(id: UserId): Promise<boolean>;
  /** Nobody signs them in for anybody any more. Throws `conflict` when that is the last way in; none is fine. */
  removeProviders(id: UserId): Promise<void>;
  /** Puts these digests in the place of all before. */
  setCodes(id: UserId, codes: readonly string[]): Promise<void>;
  countCodes(id: UserId): Promise<number>;
  /** Takes a code away and says whose it was; null for one that is not there (any more). */
  useCode(code: string): Promise<UserId | null>;
}

/** A browser in which somebody is signed in. */
export interface LoginRecord {
  readonly id: LoginId;
  readonly userId: UserId;
  /** Of the secret in the browser's cookie. */
  readonly digest: string;
  /** "Firefox, Linux" */
  readonly device: string;
  readonly createdAt: number;
  readonly seenAt: number;
}

export interface LoginStore {
  add(login: LoginRecord): Promise<void>;
  find(digest: string): Promise<LoginRecord | null>;
  /** The one that was seen last first. */
  list(userId: UserId): Promise<LoginRecord[]>;
  /** Gives a login another secret. */
  rotate(id: LoginId, digest: string): Promise<void>;
  /** Notes when it was seen; a power cut may take that. */
  see(id: LoginId, at: number): Promise<void>;
  /** Removes those of a user that are given; whatever is not theirs stays. */
  remove(userId: UserId, ids: readonly LoginId[]): Promise<void>;
  /** Removes all that were not seen since then. */
  removeIdle(since: number): Promise<void>;
}
