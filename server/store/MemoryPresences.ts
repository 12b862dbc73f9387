import type { UserId } from '../../protocol/ids.ts';
import type { PresenceChoice } from '../../protocol/presence.ts';
import type { PresenceStore } from './Store.ts';

interface Guard {
  requireOpen(): void;
  requireTaking(): void;
}

/** How people want to be seen, in memory. */
export class MemoryPresences implements PresenceStore {
  readonly #guard: Guard;
  readonly #choices = new Map<UserId, PresenceChoice>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async list(): Promise<{ id: UserId; choice: PresenceChoice }[]> {
    this.#guard.requireOpen();
    return [...this.#choices].map(([id, choice]) => ({ id, choice }));
  }

  async save(id: UserId, choice: PresenceChoice): Promise<void> {
    this.#guard.requireTaking();
    this.#choices.set(id, structuredClone(choice));
  }

  /** Drops what one person chose. */
  forget(id: UserId): void {
    this.#choices.delete(id);
  }
}
