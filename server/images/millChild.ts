// Makes squares of a picture from a stranger, in a process of its own: what goes wrong in here ends in here.
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { type Failure, mostPixels, pictureSizes } from './mill.ts';

const mostBytes = 700 * 1024 * 1024;
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

try {
  const given = await buffer(process.stdin);
  const [largest, ...smaller] = pictureSizes;
  // Of what moves, the first picture. What comes out has neither EXIF nor a profile.
  const square = await sharp(given, { limitInputPixels: mostPixels, pages: 1, failOn: 'error' })
    .autoOrient()
    .resize(largest, largest, { fit: 'cover' })
    .flatten({ background: paper })
    .webp({ quality: 84 })
    .toBuffer();
  const all = [
    square,
    ...(await Promise.all(
      smaller.map((size) => sharp(square).resize(size, size).webp({ quality: 84 }).toBuffer()),
    )),
  ];
  for (const picture of all) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(picture.length);
    process.stdout.write(length);
    process.stdout.write(picture);
  }
} catch {
  fail(3);
}
