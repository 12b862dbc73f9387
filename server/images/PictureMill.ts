import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../errors.ts';
import { Turns } from '../Turns.ts';
import { type PictureSize, pictureSizes, type Task } from './mill.ts';

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

/** Says whether a file begins like one of the pictures that are read; 16 bytes of it will do. */
export function isPicture(beginning: Buffer): boolean {
  return beginnings.some((fits) => fits(beginning));
}

/** A picture of the chat, to be looked at and beside its line, in WebP. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly view: Buffer;
  readonly thumb: Buffer;
}

/** Makes pictures of what people send, in children with little time and memory. */
export class PictureMill {
  readonly #turns = new Turns({ atOnce: 2, waiting: 10 });

  /**
   * Squares in WebP, with nothing left of the file but what is seen. Throws `unsupported` for what is no picture,
   * `too_large` for what takes too long or too much.
   */
  async make(bytes: Buffer): Promise<Map<PictureSize, Buffer>> {
    if (!isPicture(bytes)) throw unreadable();
    const parts = await this.#turns.take(() => mill('portrait', Readable.from([bytes])));
    return new Map(pictureSizes.map((size, index) => [size, parts[index] ?? Buffer.alloc(0)]));
  }

  /** The whole picture in a file, or in these bytes, with nothing left but what is seen. Throws as `make`. */
  async scene(given: string | Buffer): Promise<Scene> {
    const [size, view, thumb] = await this.#turns.take(() =>
      mill('scene', typeof given === 'string' ? createReadStream(given) : Readable.from([given])),
    );
    if (!size || !view || !thumb) throw unreadable();
    const { width, height } = JSON.parse(size.toString()) as Pick<Scene, 'width' | 'height'>;
    return { width, height, view, thumb };
  }
}

async function mill(task: Task, given: Readable): Promise<Buffer[]> {
  // Nothing of the settings of the server is told to it.
  const process_ = spawn(process.execPath, ['--max-old-space-size=64', child, task], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {},
  });
  const timer = setTimeout(() => process_.kill('SIGKILL'), longestMs);
  const ended = new Promise<number | null>((resolve, reject) => {
    process_.once('error', reject).once('close', resolve);
  });
  // Gone before it has read everything: how it ended says why.
  const fed = pipeline(given, process_.stdin).catch(() => {});
  try {
    const [written, status] = await Promise.all([buffer(process_.stdout), ended, fed]);
    if (status === 0) return partsOf(written);
    throw status === 3 ? unreadable() : new AppError('too_large', 'The picture takes too much to read.');
  } finally {
    clearTimeout(timer);
  }
}

function partsOf(written: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < written.length; ) {
    const begin = at + 4;
    at = begin + written.readUInt32BE(at);
    parts.push(written.subarray(begin, at));
  }
  return parts;
}

function unreadable(): AppError {
  return new AppError('unsupported', 'That is no picture we can read.');
}
