import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat, statfs, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';

const draftMark = '.draft';
// Calls and chat go on when the disk is nearly full; files do not.
const leastFreeBytes = 512 * 1024 * 1024;
const leastFreePart = 0.05;

/** Which of a file: all of it, or one of the two that are kept of a picture. */
export type Part = 'whole' | 'view' | 'thumb';
const endings: Record<Part, string> = { whole: '', view: '-view.webp', thumb: '-thumb.webp' };

/** The folder of what people send: nothing in it is called as anybody wanted. */
export class FileShelf {
  readonly folder: string;

  /** What a process that ended in the middle left behind goes. */
  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      if (name.endsWith(draftMark)) rmSync(join(folder, name), { force: true });
    }
  }

  /** Throws `storage_full` when the disk would be too full with so much more. */
  async requireSpace(bytes: number): Promise<void> {
    const { bavail, blocks, bsize } = await statfs(this.folder);
    const least = Math.max(leastFreeBytes, blocks * bsize * leastFreePart);
    if (bavail * bsize - bytes < least) throw new AppError('storage_full', 'The disk is nearly full.');
  }

  /** Where a file lies whose last byte is not here yet. */
  draft(id: FileId): string {
    return join(this.folder, id + draftMark);
  }

  /**
   * Adds what comes to a draft, from a place on and up to its size; resolves with how much is there. What came before
   * the line was cut stays. Throws `too_large` for more than was said, `storage_full`.
   */
  async append(id: FileId, at: number, size: number, incoming: AsyncIterable<Buffer>): Promise<number> {
    const file = await this.#open(this.draft(id), at === 0 ? 'w' : 'r+');
    let place = at;
    try {
      for await (const chunk of incoming) {
        if (place + chunk.length > size) throw new AppError('too_large', 'That is more than was announced.');
        await file.write(chunk, 0, chunk.length, place);
        place += chunk.length;
      }
      return place;
    } catch (error) {
      throw fullOr(error);
    } finally {
      await file.close();
    }
  }

  /** How much of a draft is there. */
  async received(id: FileId): Promise<number> {
    return await stat(this.draft(id)).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /** Takes what is too much of a draft away. */
  async cut(id: FileId, size: number): Promise<void> {
    await truncate(this.draft(id), size).catch(() => {});
  }

  /** The first bytes of a draft. */
  async beginning(id: FileId): Promise<Buffer> {
    const file = await this.#open(this.draft(id), 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(32), 0, 32, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  /** Keeps a draft as it is; it is on the disk when this resolves. */
  async keep(id: FileId): Promise<void> {
    const file = await this.#open(this.draft(id), 'r+');
    await file.sync().finally(() => file.close());
    await rename(this.draft(id), this.path(id, 'whole'));
    await this.#settle();
  }

  /** Keeps what was made of a draft in place of it. */
  async keepInstead(id: FileId, parts: Readonly<Partial<Record<Part, Buffer>>>): Promise<void> {
    for (const [part, bytes] of Object.entries(parts) as [Part, Buffer][]) {
      const draft = `${this.path(id, part)}${draftMark}`;
      const file = await this.#open(draft, 'w');
      // On the disk before it has its name: after a power cut there is a whole file, or none.
      try {
        await file.writeFile(bytes);
        await file.sync();
      } catch (error) {
        await rm(draft, { force: true });
        throw fullOr(error);
      } finally {
        await file.close();
      }
      await rename(draft, this.path(id, part));
    }
    await rm(this.draft(id), { force: true });
    await this.#settle();
  }

  // The id is of ours, or was checked by the protocol: no path is made of what somebody wrote.
  path(id: FileId, part: Part): string {
    return join(this.folder, id + endings[part]);
  }

  async drop(id: FileId): Promise<void> {
    const paths = [this.draft(id), ...(Object.keys(endings) as Part[]).map((part) => this.path(id, part))];
    for (const path of paths) await rm(path, { force: true });
  }

  /** The ids of all that is kept, drafts apart. */
  async list(): Promise<FileId[]> {
    const names = (await readdir(this.folder)).filter((name) => !name.endsWith(draftMark));
    return [...new Set(names.map((name) => name.replace(/-(view|thumb)\.webp$/, '') as FileId))];
  }

  async #open(path: string, flags: string): Promise<FileHandle> {
    try {
      return await open(path, flags, 0o600);
    } catch (error) {
      // Another process took over, and put the folder in order.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AppError('gone', 'The file is gone.');
      throw fullOr(error);
    }
  }

  /** The names are on the disk too. */
  async #settle(): Promise<void> {
    const folder = await open(this.folder);
    await folder.sync().finally(() => folder.close());
  }
}

function fullOr(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code === 'ENOSPC'
    ? new AppError('storage_full', 'The disk is full.')
    : error;
}
