import { expect, test } from 'vitest';
import { centred, enlargeTo, moveBy } from '../../../client/components/people/crop.ts';

const wide = { width: 1200, height: 600 };
const rounded = ({ scale, x, y }: ReturnType<typeof centred>) =>
  [scale, x, y].map((it) => Math.round(it * 1e6) / 1e6);

test('a wide picture fills the square at its middle, and moves no further than its edges', () => {
  const crop = centred(wide);
  expect(rounded(crop)).toEqual([1, -0.5, 0]);
  expect(rounded(moveBy(crop, { x: -9, y: 9 }, wide))).toEqual([1, -1, 0]);
  expect(rounded(moveBy(crop, { x: 9, y: -9 }, wide))).toEqual([1, 0, 0]);
});

test('what is in the middle stays there while a picture grows and shrinks, and the square stays full', () => {
  const grown = enlargeTo(centred(wide), 2, wide);
  expect(rounded(grown)).toEqual([2, -1.5, -0.5]);
  expect(rounded(enlargeTo(grown, 1, wide))).toEqual([1, -0.5, 0]);
  const corner = moveBy(grown, { x: 9, y: 9 }, wide);
  expect(rounded(enlargeTo(corner, 0.1, wide))).toEqual([1, 0, 0]);
  expect(enlargeTo(grown, 99, wide).scale).toBe(5);
});
