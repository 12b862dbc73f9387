import type { LoginId, UserId } from '../../protocol/ids.ts';
import type { PushRecord, PushStore } from './PushStore.ts';

interface Guard {
  requireOpen(): void;
  requireTaking(): void;
}

/** The browsers that are told while nothing is open in them, in memory. */
export class MemoryPushes implements PushStore {
  readonly #guard: Guard;
  readonly #records = new Map<string, PushRecord>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async list(userId: UserId): Promise<PushRecord[]> {
    this.#guard.requireOpen();
    return [...this.#records.values()]
      .filter((record) => record.userId === userId)
      .map((record) => structuredClone(record))
      .sort((a, b) => b.since - a.since || (a.endpoint < b.endpoint ? -1 : 1));
  }

  async save(record: PushRecord, most: number): Promise<void> {
    await this.removeOf(record.userId, record.loginId);
    this.#records.set(record.endpoint, structuredClone(record));
    for (const { endpoint } of (await this.list(record.userId)).slice(most)) this.#records.delete(endpoint);
  }

  async setFailures(endpoint: string, failures: number): Promise<void> {
    this.#guard.requireTaking();
    const record = this.#records.get(endpoint);
    if (record) this.#records.set(endpoint, { ...record, failures });
  }

  async remove(endpoint: string): Promise<void> {
    this.#drop((record) => record.endpoint === endpoint);
  }

  async removeOf(userId: UserId, loginId: LoginId | null): Promise<void> {
    this.#drop((record) => record.userId === userId && record.loginId === loginId);
  }

  async removeLogins(ids: readonly LoginId[]): Promise<void> {
    this.#drop(({ loginId }) => loginId !== null && ids.includes(loginId));
  }

  /** Drops all that is of one person. */
  forget(id: UserId): void {
    this.#drop(({ userId }) => userId === id);
  }

  #drop(isGone: (record: PushRecord) => boolean): void {
    this.#guard.requireTaking();
    for (const record of [...this.#records.values()]) {
      if (isGone(record)) this.#records.delete(record.endpoint);
    }
  }
}
