import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, readFile, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { type PictureSize, pictureSizes } from './mill.ts';

const draftMark = '.draft';
// Calls and chat go on when the disk is nearly full; pictures do not.
const leastFreeBytes = 512 * 1024 * 1024;

/** The pictures of people, in a folder, by their hash. */
export class PictureShelf {
  readonly #folder: string;

  /** What a process that ended in the middle left behind goes. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      if (name.endsWith(draftMark)) rmSync(join(folder, name), { force: true });
    }
  }

  /** Keeps a picture; it is on the disk when this resolves. Throws `storage_full`. */
  async keep(hash: string, pictures: ReadonlyMap<PictureSize, Buffer>): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize < leastFreeBytes) throw new AppError('storage_full', 'The disk is nearly full.');
    for (const [size, picture] of pictures) await this.#write(this.#path(hash, size), picture);
    const folder = await open(this.#folder);
    await folder.sync().finally(() => folder.close());
  }

  /** A picture; null for one that is not kept. */
  async find(hash: string, size: PictureSize): Promise<Buffer | null> {
    try {
      return await readFile(this.#path(hash, size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async drop(hash: string): Promise<void> {
    for (const size of pictureSizes) await rm(this.#path(hash, size), { force: true });
  }

  async #write(path: string, picture: Buffer): Promise<void> {
    const draft = `${path}.${randomUUID()}${draftMark}`;
    try {
      const file = await open(draft, 'wx', 0o600);
      // On the disk before it has its name: after a power cut there is a whole picture, or none.
      try {
        await file.writeFile(picture);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC'
        ? new AppError('storage_full', 'The disk is full.')
        : error;
    }
  }

  // The hash is of ours, or was checked by the protocol: no path is made of what somebody wrote.
  #path(hash: string, size: PictureSize): string {
    return join(this.#folder, `${hash}-${size}.webp`);
  }
}
