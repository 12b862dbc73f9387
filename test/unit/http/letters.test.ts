import { expect, test } from 'vitest';
import { openTypeface } from '../../../server/http/pictures/fonts.ts';
import { drawable, letters, linesOf, widthOf } from '../../../server/http/pictures/letters.ts';

const typeface = openTypeface(['kalnia', 500], ['noto-sans-sc', 700]);
const style = { typeface, size: 80, colour: '#fff' };

test('characters that no font has fall away', () => {
  expect(drawable('夜聊 🪐 Café عربي!', typeface)).toBe('夜聊 Café !');
});

test('a text becomes outlines as wide as measured', () => {
  const drawn = letters('夜 Ab', style, 0, 100);
  const path = drawn.match(/d="([^"]+)"/)?.[1] ?? '';
  const xs = [...path.matchAll(/[ML]\s*(-?[\d.]+)/g)].map(([, x]) => Number(x));
  expect(Math.max(...xs)).toBeLessThanOrEqual(widthOf('夜 Ab', style));
  expect(Math.max(...xs)).toBeGreaterThan(widthOf('夜 ', style));
  expect(drawn).not.toContain('NaN');
});

test('lines break between words, in Chinese between any two', () => {
  expect(linesOf('Backyard observatory', style, 520, 2)).toEqual({
    lines: ['Backyard', 'observatory'],
    whole: true,
  });
  const { lines } = linesOf('周末夜聊一起看土星', style, 340, 3);
  expect(lines.join('')).toBe('周末夜聊一起看土星');
  for (const line of lines) expect(widthOf(line, style)).toBeLessThanOrEqual(340);
});

test('what does not fit is cut with an ellipsis, and words too long are broken', () => {
  const cut = linesOf('one two three four five six', style, 300, 2);
  expect(cut.whole).toBe(false);
  expect(cut.lines).toHaveLength(2);
  expect(cut.lines[1]).toMatch(/…$/);
  const broken = linesOf('Donaudampfschifffahrt', style, 400, 5);
  expect(broken.whole).toBe(false);
  expect(broken.lines.join('')).toBe('Donaudampfschifffahrt');
  for (const line of [...cut.lines, ...broken.lines]) expect(widthOf(line, style)).toBeLessThanOrEqual(400);
});
