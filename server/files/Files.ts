import type { FileId, RoomId, UserId } from '../../protocol/ids.ts';
import type { Logger } from '../log.ts';
import type { Ties } from '../people/Ties.ts';
import type { FileRecord, FileStore } from '../store/FileStore.ts';
import type { FileShelf } from './FileShelf.ts';
import type { MayRead } from './mayRead.ts';
import type { Uploads } from './Uploads.ts';

interface Parts {
  readonly store: FileStore;
  readonly shelf: FileShelf;
  readonly uploads: Uploads;
  readonly mayRead: MayRead;
  readonly ties: Pick<Ties, 'areApart'>;
  readonly log: Logger;
}

// How long a file waits for a line to carry it.
const looseMs = 24 * 3_600_000;
const sweepMs = 10 * 60_000;

/** The files that lines carry: who may have them, and when they go. */
export class Files {
  readonly #parts: Parts;
  readonly #timer: NodeJS.Timeout;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#tidy(), sweepMs).unref();
    this.#tidy();
  }

  /** A file as somebody may have it: whoever may read its line; before there is one, its owner. Else null. */
  async find(id: FileId, reader: UserId): Promise<FileRecord | null> {
    const { store, mayRead, ties } = this.#parts;
    const record = await store.find(id);
    if (!record) return null;
    const { ownerId, roomId, seq } = record;
    if (seq === null) return ownerId === reader ? record : null;
    if (ties.areApart(ownerId, reader) || !(await mayRead(roomId, reader))) return null;
    return record;
  }

  /** A line was deleted: what it carried is gone when this resolves. */
  async dropOf(roomId: RoomId, seq: number): Promise<void> {
    const { store, shelf } = this.#parts;
    const ids = await store.ofLine(roomId, seq);
    await store.remove(ids);
    for (const id of ids) await shelf.drop(id);
  }

  /** Removes what no line carries: given up, never sent, of lines and rooms that are gone. */
  async sweep(now = Date.now()): Promise<void> {
    const { store, shelf, uploads } = this.#parts;
    await uploads.sweep(now);
    // First what there is: what comes meanwhile is not looked at.
    const there = await shelf.list();
    const coming = uploads.ids;
    const staying = new Set(await store.staying(now - looseMs));
    const gone = there.filter((id) => !staying.has(id) && !coming.has(id));
    await store.remove(gone);
    for (const id of gone) await shelf.drop(id);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tidy(): void {
    this.sweep().catch((error: unknown) => this.#parts.log.warn({ err: error }, 'files not swept'));
  }
}
