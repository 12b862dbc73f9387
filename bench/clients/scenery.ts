import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Writes a film for pretended cameras (YUV4MPEG2): a grain that moves over a slope. A test picture of plain areas
 * would cost an encoder next to nothing, and every figure about pictures would flatter.
 */
export async function writeScenery(
  path: string,
  { width, height }: Size,
  fps: number,
  frames: number,
): Promise<void> {
  const file = createWriteStream(path);
  file.write(`YUV4MPEG2 W${width} H${height} F${fps}:1 Ip A1:1 C420\n`);
  const grain = noise(width * height * 2);
  const colour = Buffer.alloc((width * height) / 2, 128);
  for (let frame = 0; frame < frames; frame++) {
    const light = Buffer.alloc(width * height);
    for (let y = 0; y < height; y++) {
      // A shift of its own in each frame: nothing stands still, as before a hand-held camera.
      const from = y * width + ((frame * 37) % width);
      for (let x = 0; x < width; x++) {
        light[y * width + x] = 60 + ((x * 90) >> 10) + ((grain[from + x] ?? 0) >> 2);
      }
    }
    file.write('FRAME\n');
    file.write(light);
    file.write(colour);
  }
  file.end();
  await finished(file);
}

/** The same bytes each time, of which none follows from its neighbours. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 0x2545f491;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state;
  }
  return bytes;
}
