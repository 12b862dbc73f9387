import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { AppError } from '../errors.ts';
import { Turns } from '../Turns.ts';
import { type PictureSize, pictureSizes } from './mill.ts';

const child = join(import.meta.dirname, 'millChild.ts');
const longestMs = 8_000;

/** What the content of a file begins with, whatever it is called. */
const beginnings: readonly ((bytes: Buffer) => boolean)[] = [
  (bytes) => bytes.subarray(0, 3).toString('hex') === 'ffd8ff',
  (bytes) => bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a',
  (bytes) => /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)),
  (bytes) => /^RIFF....WEBP$/s.test(bytes.toString('latin1', 0, 12)),
  (bytes) => /^ftypavi[fs]$/.test(bytes.toString('latin1', 4, 12)),
];

/** Makes pictures of people from what they send, in children with little time and memory. */
export class PictureMill {
  readonly #turns = new Turns({ atOnce: 2, waiting: 10 });

  /**
   * Squares in WebP, with nothing left of the file but what is seen. Throws `unsupported` for what is no picture,
   * `too_large` for what takes too long or too much.
   */
  async make(bytes: Buffer): Promise<Map<PictureSize, Buffer>> {
    if (!beginnings.some((fits) => fits(bytes))) throw unreadable();
    return await this.#turns.take(() => mill(bytes));
  }
}

async function mill(bytes: Buffer): Promise<Map<PictureSize, Buffer>> {
  // Nothing of the settings of the server is told to it.
  const process_ = spawn(process.execPath, ['--max-old-space-size=64', child], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {},
  });
  const timer = setTimeout(() => process_.kill('SIGKILL'), longestMs);
  const ended = new Promise<number | null>((resolve, reject) => {
    process_.once('error', reject).once('close', resolve);
  });
  // Gone before it has read everything: how it ended says why.
  process_.stdin.on('error', () => {});
  process_.stdin.end(bytes);
  try {
    const [written, status] = await Promise.all([buffer(process_.stdout), ended]);
    if (status === 0) return picturesIn(written);
    throw status === 3 ? unreadable() : new AppError('too_large', 'The picture takes too much to read.');
  } finally {
    clearTimeout(timer);
  }
}

function picturesIn(written: Buffer): Map<PictureSize, Buffer> {
  let at = 0;
  return new Map(
    pictureSizes.map((size) => {
      const begin = at + 4;
      at = begin + written.readUInt32BE(at);
      return [size, written.subarray(begin, at)];
    }),
  );
}

function unreadable(): AppError {
  return new AppError('unsupported', 'That is no picture we can read.');
}
