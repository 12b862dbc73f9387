import { describe, expect, test } from 'vitest';
import { accents, bases } from '../../../protocol/themes.ts';
import { interests } from '../../../server/store/seeds/interests.ts';
import { contrast, type Light, propertiesOf } from '../../support/cascade.ts';

const words = 4.5;
const signs = 3;

/** Words and what they stand on, wherever a page is in somebody's colours. */
const pairs: readonly [ink: string, ground: string, least: number][] = [
  ...['--surface', '--surface-raised', '--surface-sunken', '--surface-hover'].flatMap((ground) =>
    ['--ink', '--ink-2', '--ink-3'].map((ink): [string, string, number] => [ink, ground, words]),
  ),
  ...['--surface', '--surface-raised', '--accent-soft'].map((ground): [string, string, number] => [
    '--accent-ink',
    ground,
    words,
  ]),
  ['--ink', '--accent-soft', words],
  ['--ink-2', '--accent-soft', words],
  ['--on-accent', '--accent', words],
  ['--on-accent', '--accent-hover', words],
  ['--on-accent', '--accent-press', words],
  ['--ink-inverse', '--surface-inverse', words],
  ['--live-ink', '--surface', words],
  ['--danger', '--surface', words],
  ['--danger', '--surface-raised', words],
  ['--line-strong', '--surface', signs],
  ['--line-strong', '--surface-raised', signs],
];
/** The top of a page, where words stand on wallpaper. */
const topPairs: readonly [ink: string, ground: string, least: number][] = [
  '--prof-wall',
  '--prof-print',
].flatMap((ground) => ['--ink', '--ink-2'].map((ink): [string, string, number] => [ink, ground, words]));

const chipPairs: readonly [ink: string, ground: string, least: number][] = [
  ['--ink', '--room-soft', words],
  ['--ink-3', '--room-soft', words],
];

const lightsOf = (base: string): Light[] =>
  base === 'light' || base === 'dark' ? [base] : ['light', 'dark'];
const looks = bases.flatMap((base) =>
  accents.flatMap((accent) => lightsOf(base).map((light) => ({ base, accent, light }))),
);

const themed = (accent: string, base: string) => [
  '[data-accent]',
  `[data-accent="${accent}"]`,
  `[data-theme="${base}"]`,
];

function weak(properties: ReturnType<typeof propertiesOf>, list: typeof pairs, light: Light): string[] {
  return list
    .map(([ink, ground, least]) => ({
      what: `${ink} on ${ground}`,
      least,
      is: contrast(properties, ink, ground, light),
    }))
    .filter(({ is, least }) => is < least)
    .map(({ what, is }) => `${what}: ${is.toFixed(2)}`);
}

describe.each(looks)('R13: the look $accent, $base, in the $light', ({ accent, base, light }) => {
  test('keeps a contrast of 4.5 between words and what they stand on', () => {
    expect(weak(propertiesOf([':root'], themed(accent, base)), pairs, light)).toEqual([]);
  });

  test('keeps it for the whole frame', () => {
    expect(weak(propertiesOf([':root', ...themed(accent, base)]), pairs, light)).toEqual([]);
  });

  test('keeps it on the wallpaper at the top of the page', () => {
    const own = base === 'contrast' ? ['.prof-top', '[data-theme="contrast"] .prof-top'] : ['.prof-top'];
    const properties = propertiesOf([':root'], themed(accent, base), own);
    // There is no print where contrast was asked for.
    const list = base === 'contrast' ? topPairs.filter(([, ground]) => ground !== '--prof-print') : topPairs;
    expect(weak(properties, list, light)).toEqual([]);
  });

  test('keeps it on the chip of every interest that is shared', () => {
    const hues = [...new Set(interests.map(({ hue }) => hue))];
    const found = hues.flatMap((hue) => {
      const properties = propertiesOf([':root'], themed(accent, base), ['[data-room]', `--rh:${hue}`]);
      return weak(properties, chipPairs, light);
    });
    expect(found).toEqual([]);
  });
});
