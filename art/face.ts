import type { Tone } from './colours.ts';
import { type Drawing, shape, stroke } from './drawing.ts';
import { hairColours, type Skin } from './palette.ts';
import type { Look } from './person.ts';

/** What a mouth is doing. */
export type Mouth = 'smile' | 'talk';

const eyeColour = '#241a18';

/** The outline of a face. */
export const jaws: Readonly<Record<Look['face'], string>> = {
  oval: 'M67 86C66 58 80 47 100 47s34 11 33 39c-1 25-14 43-33 43S68 111 67 86Z',
  round: 'M65 88C65 60 79 48 100 48s35 12 35 40c0 24-14 40-35 40S65 112 65 88Z',
  long: 'M69 84C68 57 81 46 100 46s32 11 31 38c-1 29-13 49-31 49S70 113 69 84Z',
  square: 'M67 84c-1-26 13-37 33-37s34 11 33 37c0 10-1 20-4 28-4 11-15 18-29 18s-25-7-29-18c-3-8-4-18-4-28Z',
};

/** The shade and the cheeks of a face, and its beard; all of it is cut off at the jaw. */
export function complexion({ turn, beard }: Look, skin: Skin, hair: Tone): Drawing {
  const cheek = { cy: 104, rx: 10, ry: 6.5, fill: skin.blush, opacity: 0.34 };
  return [
    ['path', { d: `M${112 + turn} 40c14 24 16 62 2 96h40V40Z`, fill: skin.other, opacity: 0.55 }],
    ...(beard ? beards[beard](hair.base) : []),
    ['ellipse', { cx: 78 + turn, ...cheek }],
    ['ellipse', { cx: 122 + turn, ...cheek }],
  ];
}

const beards: Record<NonNullable<Look['beard']>, (fill: string) => Drawing> = {
  full: (fill) => [shape('M60 84c6 4 10 10 14 18 8-8 44-8 52 0 4-8 8-14 14-18v60H60Z', fill)],
  short: (fill) => [
    ['path', { d: 'M60 88c6 4 10 10 13 18 10-6 44-6 54 0 3-8 7-14 13-18v60H60Z', fill, opacity: 0.3 }],
  ],
  goatee: (fill) => [shape('M84 108c8-5 24-5 32 0l-2 26H86Z', fill)],
};

/** Brows, eyes, nose, moustache and mouth. */
export function features(look: Look, skin: Skin, hair: Tone, mouth: Mouth): Drawing {
  const { turn } = look;
  const nose = turn < 0 ? '-5 6-6 9 0 11' : '5 6 6 9 0 11';
  return [
    stroke(`M${79 + turn} 78c4-3 9-3.5 13-1.5M${108 + turn} 76.5c4-2 9-1.5 13 1.5`, brow(look, skin), 3.6),
    ['ellipse', { cx: 86 + turn, cy: 90, rx: 3.9, ry: 4.6, fill: eyeColour }],
    ['ellipse', { cx: 114 + turn, cy: 90, rx: 3.9, ry: 4.6, fill: eyeColour }],
    ['g', { 'stroke-opacity': 0.55 }, [stroke(`M${101 + turn * 1.4} 90c${nose}`, skin.line, 2.8)]],
    ...(look.moustache ? [shape(`M${84 + turn} 110${moustache}`, hair.base)] : []),
    ...mouths[mouth](look, skin),
  ];
}

const moustache = 'c5-7 12-7 16-4 4-3 11-3 16 4-5 1-10 1-16-1-6 2-11 2-16 1Z';

const mouths: Record<Mouth, (look: Look, skin: Skin) => Drawing> = {
  smile: ({ turn, beard }, skin) => {
    const colour = beard === 'full' || beard === 'goatee' ? '#f3d9cf' : skin.line;
    return [stroke(`M${89 + turn} 111c6 6 16 6 22 0`, colour, 3.2)];
  },
  talk: ({ turn }) => [
    shape(`M${90 + turn} 111c6-2 14-2 20 0 1 7-4 12-10 12s-11-5-10-12Z`, '#5c1f1c'),
    shape(`M${93 + turn} 112c4-1 10-1 14 0v3c-4 1-10 1-14 0Z`, '#fff'),
  ],
};

function brow({ hairColour }: Look, skin: Skin): string {
  const hair: Tone & { brow?: string } = hairColours[hairColour];
  return hair.brow ?? (skin.deep ? '#1d1412' : hair.base);
}
