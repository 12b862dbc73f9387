import { expect, test } from 'vitest';
import { placement } from '../../../client/components/ui/placement.ts';

const screen = { width: 1000, height: 800 };
const menu = { width: 300, height: 400 };
const at = (left: number, top: number) => ({ left, top, right: left + 40, bottom: top + 40 });

test('a menu opens under what opened it, where there is room', () => {
  expect(placement(at(100, 50), menu, screen)).toEqual({ x: 100, y: 100 });
});

test('a menu opens over a button at the bottom of the screen', () => {
  expect(placement(at(100, 740), menu, screen)).toEqual({ x: 100, y: 330 });
});

test('a menu near the edge stays inside the screen', () => {
  expect(placement(at(950, 50), menu, screen)).toEqual({ x: 690, y: 100 });
  expect(placement(at(0, 300), { width: 300, height: 900 }, screen)).toEqual({ x: 8, y: 8 });
});
