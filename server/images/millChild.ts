// Makes pictures of one from a stranger, in a process of its own: what goes wrong in here ends in here.
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { type Failure, mostPixels, pictureSizes, sceneSizes, type Task } from './mill.ts';

const mostBytes = 700 * 1024 * 1024;
// Of all pictures of what moves together, at the size in which they are kept.
const mostMovingPixels = 20_000_000;
const paper = '#d9d3cc';

const fail = (status: Failure) => process.exit(status);
// The threads that decode leave this one free to look at what they take.
setInterval(() => process.memoryUsage.rss() > mostBytes && fail(4), 25).unref();

sharp.cache(false);
sharp.concurrency(1);
// Whatever else libvips can read is not to be tried: drawings, documents, raw formats.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}`),
});

// Of what moves, the first picture. What comes out has neither EXIF nor a profile.
const read = (given: Buffer) =>
  sharp(given, { limitInputPixels: mostPixels, pages: 1, failOn: 'error' }).autoOrient();

const tasks: Record<Task, (given: Buffer) => Promise<Buffer[]>> = {
  async portrait(given) {
    const [largest, ...smaller] = pictureSizes;
    const square = await read(given)
      .resize(largest, largest, { fit: 'cover' })
      .flatten({ background: paper })
      .webp({ quality: 84 })
      .toBuffer();
    const others = smaller.map((size) => sharp(square).resize(size, size).webp({ quality: 84 }).toBuffer());
    return [square, ...(await Promise.all(others))];
  },

  async scene(given) {
    const within = (size: number) =>
      ({ width: size, height: size, fit: 'inside', withoutEnlargement: true }) as const;
    const still = await read(given)
      .resize(within(sceneSizes.view))
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = still.info;
    const thumb = await sharp(still.data).resize(within(sceneSizes.thumb)).webp({ quality: 78 }).toBuffer();
    const { pages = 1 } = await sharp(given).metadata();
    const moves = pages > 1 && pages * width * height <= mostMovingPixels;
    const view = moves
      ? await sharp(given, { limitInputPixels: mostPixels, animated: true, failOn: 'error' })
          .resize({ width, height })
          .webp({ quality: 74, effort: 2 })
          .toBuffer()
      : still.data;
    return [Buffer.from(JSON.stringify({ width, height })), view, thumb];
  },
};

try {
  const task = process.argv[2] === 'scene' ? tasks.scene : tasks.portrait;
  for (const part of await task(await buffer(process.stdin))) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    process.stdout.write(length);
    process.stdout.write(part);
  }
} catch {
  fail(3);
}
