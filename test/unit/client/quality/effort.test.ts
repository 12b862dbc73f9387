import { expect, test } from 'vitest';
import { type Effort, effortAfter, isTooMuch, noEffort } from '../../../../client/session/quality/effort.ts';
import type { Flow } from '../../../../client/session/quality/figures.ts';
import { pictureFlow } from './flows.ts';

const held = [pictureFlow({ limitedBy: 'cpu' })];
const easy = [pictureFlow({})];

/** After looks that found this, one after the other. */
const after = (...looks: readonly (readonly Flow[])[]): Effort => looks.reduce(effortAfter, noEffort);

test('a codec the processor cannot keep up with for ten seconds is too much, and stays so', () => {
  expect(isTooMuch(after(held, held, held, held), 'VP9')).toBe(false);
  const tired = after(held, held, held, held, held);
  expect(isTooMuch(tired, 'VP9')).toBe(true);
  expect(isTooMuch(tired, 'AV1')).toBe(false);
  expect(isTooMuch([easy, [], easy].reduce(effortAfter, tired), 'VP9')).toBe(true);
});

test('a moment of it, a narrow line, and VP8 change nothing', () => {
  expect(isTooMuch(after(held, held, easy, held, held, held), 'VP9')).toBe(false);
  const narrow = [pictureFlow({ limitedBy: 'bandwidth' })];
  expect(isTooMuch(after(narrow, narrow, narrow, narrow, narrow, narrow), 'VP9')).toBe(false);
  const plain = [pictureFlow({ codec: 'VP8', limitedBy: 'cpu' })];
  expect([...after(plain, plain, plain, plain, plain).values()]).toEqual([0, 0]);
});
