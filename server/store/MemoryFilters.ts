import type { RoomId } from '../../protocol/ids.ts';
import type { FilterStore } from './FilterStore.ts';
import type { Guard } from './Guard.ts';

/** Words that rooms do not want, as long as the process lives. */
export class MemoryFilters implements FilterStore {
  readonly #guard: Guard;
  readonly #words = new Map<RoomId, readonly string[]>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async words(roomId: RoomId): Promise<string[]> {
    this.#guard.requireOpen();
    return [...(this.#words.get(roomId) ?? [])];
  }

  async setWords(roomId: RoomId, words: readonly string[]): Promise<void> {
    this.#guard.requireTaking();
    this.#guard.requireRoom(roomId);
    this.#words.set(roomId, [...words]);
  }

  forgetRoom(roomId: RoomId): void {
    this.#words.delete(roomId);
  }
}
