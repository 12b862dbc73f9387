import type { Tone } from './colours.ts';

/** Skin: the light side, the shaded side, cheeks and fine lines. */
export interface Skin extends Tone {
  readonly blush: string;
  readonly line: string;
  readonly deep: boolean;
}

/** The skins people are cut from, by name. */
export const skins = {
  porcelain: { base: '#f6d7c3', other: '#e6bda4', blush: '#ec9f8b', line: '#a9694f', deep: false },
  ivory: { base: '#f2cfae', other: '#dfb48f', blush: '#e59475', line: '#99603f', deep: false },
  sand: { base: '#efc5a4', other: '#dba983', blush: '#e08c6d', line: '#95583a', deep: false },
  honey: { base: '#e3b083', other: '#cc9365', blush: '#d2754f', line: '#7e4a2b', deep: false },
  amber: { base: '#cd9468', other: '#b4794d', blush: '#bf5f3d', line: '#693a1f', deep: false },
  chestnut: { base: '#ab7248', other: '#925b35', blush: '#a34a2b', line: '#512b14', deep: true },
  umber: { base: '#865236', other: '#6d3f27', blush: '#8c3b27', line: '#3a1d0f', deep: true },
  ebony: { base: '#653b29', other: '#4f2b1d', blush: '#7a3324', line: '#291209', deep: true },
} satisfies Record<string, Skin>;

/** Hair, and where the light falls on it. Fair hair has brows of another colour. */
export const hairColours = {
  black: { base: '#221b1d', other: '#3a2f31' },
  ink: { base: '#2d2230', other: '#473749' },
  brown: { base: '#4a2f22', other: '#644130' },
  chestnut: { base: '#6d3b22', other: '#8b5031' },
  sand: { base: '#b98b55', other: '#cfa772', brow: '#9a7140' },
  blond: { base: '#d7ab62', other: '#e8c887', brow: '#9a7140' },
  red: { base: '#a9472a', other: '#c4623e' },
  grey: { base: '#8d8680', other: '#aaa39c', brow: '#8d8680' },
  white: { base: '#d9d3cc', other: '#efeae4', brow: '#d9d3cc' },
  teal: { base: '#22706f', other: '#31898a' },
  rose: { base: '#b34d6a', other: '#cd6b86' },
} satisfies Record<string, Tone & { brow?: string }>;

/** Cloth, and its shaded side. */
export const cloths = {
  mustard: { base: '#d99a2b', other: '#bd7f17' },
  brick: { base: '#b4492f', other: '#963823' },
  forest: { base: '#3d6a4c', other: '#2e543b' },
  teal: { base: '#2a6f78', other: '#1f5961' },
  navy: { base: '#34466b', other: '#273655' },
  cream: { base: '#efe3cd', other: '#d9c8a9' },
  charcoal: { base: '#45403f', other: '#322e2d' },
  rose: { base: '#cf7480', other: '#b65a67' },
  sky: { base: '#8fb3c4', other: '#729bae' },
  plum: { base: '#7a4563', other: '#63354f' },
  olive: { base: '#84803f', other: '#6b672f' },
  clay: { base: '#c98461', other: '#b06c4a' },
  white: { base: '#f6f1e8', other: '#ddd3c2' },
  ink: { base: '#2c2a33', other: '#1f1d25' },
} satisfies Record<string, Tone>;

/** Small bright things: stripes, cords, aprons and shirts under a jacket. */
export const accents = ['#f6f1e8', '#efe3cd', '#d9a441', '#b4492f', '#cfd6d2', '#8fb3c4'] as const;

/** Metal and stone at the ears. */
export const earrings = ['#e9b44c', '#d9d3cc', '#3f8f76', '#b4492f'] as const;

/** Headphones, by colour of the cups. */
export const headphones = ['#c9563a', '#e9b44c', '#5f7f8c'] as const;
