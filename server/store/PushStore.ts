import type { LoginId, UserId } from '../../protocol/ids.ts';
import type { PushAddress } from '../../protocol/push.ts';

/** A browser that is told something while nothing of ours is open in it. */
export interface PushRecord extends PushAddress {
  readonly userId: UserId;
  /** Null for a guest's. */
  readonly loginId: LoginId | null;
  readonly since: number;
  /** How often in a row its push service took nothing. */
  readonly failures: number;
}

export interface PushStore {
  /** The newest first. */
  list(userId: UserId): Promise<PushRecord[]>;
  /**
   * Writes one in the place of whatever was at its address, and of what that browser said before: a login has one, and
   * a guest; of that person's all but the newest so many go.
   */
  save(record: PushRecord, most: number): Promise<void>;
  /** Notes how often in a row nothing was taken; a power cut may take that. */
  setFailures(endpoint: string, failures: number): Promise<void>;
  remove(endpoint: string): Promise<void>;
  /** Removes that of a login, or the one that is a guest's. */
  removeOf(userId: UserId, loginId: LoginId | null): Promise<void>;
  removeLogins(ids: readonly LoginId[]): Promise<void>;
}
