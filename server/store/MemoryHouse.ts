import type { UserId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { AdminCodeRecord, HouseRoleRecord, HouseStore } from './HouseStore.ts';
import type { AuditRecord, AuditStore } from './ModerationStore.ts';

interface Guard {
  readonly requireOpen: () => void;
  readonly requireTaking: () => void;
}

/** What the whole house has, as long as the process lives. */
export class MemoryHouse implements HouseStore {
  readonly #guard: Guard;
  readonly #audit: Pick<AuditStore, 'add'>;
  readonly #roles = new Map<UserId, HouseRoleRecord>();
  #code: AdminCodeRecord | null = null;

  constructor(guard: Guard, audit: Pick<AuditStore, 'add'>) {
    this.#guard = guard;
    this.#audit = audit;
  }

  async roles(): Promise<HouseRoleRecord[]> {
    this.#guard.requireOpen();
    return [...this.#roles.values()].sort((a, b) => a.since - b.since || (a.userId < b.userId ? -1 : 1));
  }

  async give(role: HouseRoleRecord, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#roles.set(role.userId, { ...role });
    await this.#audit.add(entry);
  }

  async take(userId: UserId, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#roles.delete(userId);
    await this.#audit.add(entry);
  }

  async code(): Promise<AdminCodeRecord | null> {
    this.#guard.requireOpen();
    return this.#code;
  }

  async setCode(code: AdminCodeRecord, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#code = { ...code };
    await this.#audit.add(entry);
  }

  async claim(digest: string, role: HouseRoleRecord, entry: AuditRecord): Promise<void> {
    this.#guard.requireTaking();
    if (this.#code?.digest !== digest || this.#code.expiresAt <= entry.at) {
      throw new AppError('admin_code_wrong', 'That is not the code, or it is good no more.');
    }
    this.#code = null;
    await this.give(role, entry);
  }

  forget(userId: UserId): void {
    this.#roles.delete(userId);
  }
}
