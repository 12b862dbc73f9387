import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { create, type Font } from 'fontkit';

const require = createRequire(import.meta.url);

/** A typeface that is put together from the parts that its package is cut into, by characters. */
export interface Typeface {
  /** The font that has a character; undefined when none has. */
  fontFor(codePoint: number): Font | undefined;
}

interface Part {
  readonly ranges: readonly (readonly [first: number, last: number])[];
  readonly file: string;
  font?: Font;
}

/** Opens typefaces of `@fontsource` packages; what the first lacks is looked for in the next. */
export function openTypeface(...faces: readonly [name: string, weight: number][]): Typeface {
  const parts = faces.flatMap(([name, weight]) => partsOf(name, weight));
  const known = new Map<number, Font | undefined>();

  function find(codePoint: number): Font | undefined {
    for (const part of parts) {
      if (!part.ranges.some(([first, last]) => codePoint >= first && codePoint <= last)) continue;
      part.font ??= open(part.file);
      if (part.font.hasGlyphForCodePoint(codePoint)) return part.font;
    }
    return undefined;
  }

  return {
    fontFor(codePoint) {
      if (!known.has(codePoint)) known.set(codePoint, find(codePoint));
      return known.get(codePoint);
    },
  };
}

function partsOf(name: string, weight: number): Part[] {
  const folder = dirname(require.resolve(`@fontsource/${name}/unicode.json`));
  const subsets = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>;
  return Object.entries(subsets).map(([subset, ranges]) => ({
    // Numbered subsets stand in brackets.
    file: join(folder, 'files', `${name}-${subset.replaceAll(/[[\]]/g, '')}-${weight}-normal.woff`),
    ranges: ranges.split(',').map((range) => {
      const [first = '', last = first] = range.replace('U+', '').split('-');
      return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
    }),
  }));
}

function open(file: string): Font {
  const font = create(readFileSync(file));
  if (!('hasGlyphForCodePoint' in font)) throw new Error(`${file} is a collection of fonts.`);
  return font;
}
