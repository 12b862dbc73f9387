import type { ClientMessageId, RoomId, UserId } from '../../protocol/ids.ts';
import type { UnsentFile } from './files/OwnFile.svelte.ts';

/** What somebody wrote, the place of the line it answers, whom it names, and what it carries. */
export interface UnsentLine {
  readonly text: string;
  readonly answers: number | null;
  readonly mentions: UserId[];
  readonly files?: readonly UnsentFile[] | undefined;
}

/** A line as it is kept: one entry for each, as several tabs may keep theirs at once. */
interface Kept extends UnsentLine {
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
}

const prefix = 'hobnob.unsent.';
const most = 100;
// Whoever has not been back to a room for so long does not expect to say something there.
const oldMs = 7 * 24 * 3_600_000;

/** The lines of one person in one room that are not known to be stored: they outlive the page. */
export class UnsentLines {
  readonly #prefix: string;
  readonly #storage: Storage | null;

  constructor(roomId: RoomId, userId: UserId, storage = browserStorage()) {
    this.#prefix = `${prefix}${roomId}.${userId}.`;
    this.#storage = storage;
    this.#sweep();
  }

  /** All of them, in the order in which they were written. */
  recall(): [ClientMessageId, UnsentLine][] {
    return this.#entries(this.#prefix)
      .toSorted(([, a], [, b]) => a.at - b.at)
      .map(([key, { text, answers, mentions, files }]) => [
        key.slice(this.#prefix.length) as ClientMessageId,
        { text, answers: answers ?? null, mentions: mentions ?? [], ...(files && { files }) },
      ]);
  }

  /** One that cannot be kept lives as long as the page. */
  keep(id: ClientMessageId, line: UnsentLine): void {
    try {
      const kept = this.#entries(this.#prefix);
      if (kept.length >= most) return;
      // Several within one millisecond keep their order.
      const at = Math.max(Date.now(), ...kept.map(([, line]) => line.at + 1));
      this.#storage?.setItem(this.#prefix + id, JSON.stringify({ ...line, at } satisfies Kept));
    } catch {
      // Full.
    }
  }

  drop(id: ClientMessageId): void {
    this.#storage?.removeItem(this.#prefix + id);
  }

  #sweep(): void {
    for (const [key, { at }] of this.#entries(prefix)) {
      if (Date.now() - at > oldMs) this.#storage?.removeItem(key);
    }
  }

  #entries(start: string): [string, Kept][] {
    const storage = this.#storage;
    if (!storage) return [];
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
    return keys
      .filter((key) => key.startsWith(start))
      .map((key) => [
        key,
        JSON.parse(storage.getItem(key) ?? '{"text":"","answers":null,"mentions":[],"at":0}') as Kept,
      ]);
  }
}

/** Null where the browser has none to give. */
function browserStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
