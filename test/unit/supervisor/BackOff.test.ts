import { expect, test } from 'vitest';
import { BackOff } from '../../../server/supervisor/BackOff.ts';

test('starts at once, then waits longer and longer, and forgets everything after five seconds that held', () => {
  const backOff = new BackOff();
  const afterShortRuns = Array.from({ length: 7 }, () => backOff.next(500));
  expect(afterShortRuns).toEqual([0, 1_000, 2_000, 5_000, 10_000, 10_000, 10_000]);
  expect(backOff.next(4_999)).toBe(10_000);
  expect([backOff.next(5_000), backOff.next(500)]).toEqual([0, 1_000]);
});
