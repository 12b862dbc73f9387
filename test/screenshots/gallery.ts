import { readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const height = 500;
const gap = 12;
/** The columns of a sheet, and how wide each is. */
const columns = [
  ['desktop-light', 800],
  ['desktop-dark', 800],
  ['phone-light', 231],
  ['phone-dark', 231],
  ['landscape-light', 800],
  ['landscape-dark', 800],
  ['narrow-light', 282],
  ['narrow-dark', 282],
] as const;

/** Puts the pictures of each state side by side, small enough to be kept, and lists them all on a page. */
export async function hang(folder: string, gallery: string): Promise<void> {
  const names = namesIn(folder);
  await rm(gallery, { recursive: true, force: true });
  await mkdir(gallery, { recursive: true });
  for (const name of names) await compose(folder, name, join(gallery, `${name}.webp`));
  const entries = names.map((name) => `## ${name}\n\n![${name}](${name}.webp)\n`);
  const intro =
    'Every screen and state, light and dark, on a desktop and a phone, as `npm run screenshots -- --gallery` took them; axe looked at each.';
  await writeFile(join(gallery, 'README.md'), `# Screens\n\n${intro}\n\n${entries.join('\n')}`);
}

function namesIn(folder: string): string[] {
  const variant = new RegExp(`-(${columns.map(([name]) => name).join('|')})\\.png$`);
  const files = readdirSync(folder).filter((file) => variant.test(file));
  return [...new Set(files.map((file) => file.replace(variant, '')))].toSorted();
}

async function compose(folder: string, name: string, path: string): Promise<void> {
  const taken = new Set(readdirSync(folder));
  const shown = columns.filter(([column]) => taken.has(`${name}-${column}.png`));
  let left = 0;
  const pictures: { input: Buffer; left: number; top: number }[] = [];
  for (const [column, width] of shown) {
    const picture = sharp(join(folder, `${name}-${column}.png`));
    // Of a long page its beginning.
    const input = await picture.resize({ width, height, fit: 'cover', position: 'top' }).png().toBuffer();
    pictures.push({ input, left, top: 0 });
    left += width + gap;
  }
  const background = { r: 128, g: 128, b: 128, alpha: 0 };
  const paper = sharp({ create: { width: left - gap, height, channels: 4, background } });
  await paper.composite(pictures).webp({ quality: 78 }).toFile(path);
}
