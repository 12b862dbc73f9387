import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Absences } from '../../../client/session/Absences.svelte.ts';
import { idOf } from './people.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('somebody counts as away after three seconds without a line, and no sooner', () => {
  const absences = new Absences();
  absences.note(idOf(1), false);
  vi.advanceTimersByTime(2_900);
  expect(absences.has(idOf(1))).toBe(false);
  absences.note(idOf(1), false);
  vi.advanceTimersByTime(200);
  expect(absences.has(idOf(1))).toBe(true);
  absences.note(idOf(1), true);
  expect(absences.has(idOf(1))).toBe(false);
});

test('whoever is back in time was never away', () => {
  const absences = new Absences();
  absences.note(idOf(1), false);
  vi.advanceTimersByTime(2_900);
  absences.note(idOf(1), true);
  absences.note(idOf(2), false);
  vi.advanceTimersByTime(2_900);
  expect([absences.has(idOf(1)), absences.has(idOf(2))]).toEqual([false, false]);
});
