import { expect, test } from 'vitest';
import { isQuiet, requireZone } from '../../../server/people/quietHours.ts';

const minutes = (clock: string) => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
};
const hours = (from: string, to: string, zone = 'UTC') => ({ from: minutes(from), to: minutes(to), zone });
const at = (moment: string) => Date.parse(moment);

test('quiet hours begin with their first minute and end before their last', () => {
  const quiet = hours('13:00', '14:30');
  for (const [clock, expected] of [
    ['12:59:59', false],
    ['13:00:00', true],
    ['14:29:59', true],
    ['14:30:00', false],
  ] as const) {
    expect([clock, isQuiet(quiet, at(`2026-11-22T${clock}Z`))]).toEqual([clock, expected]);
  }
});

test('quiet hours go on over midnight', () => {
  const quiet = hours('23:00', '08:00');
  for (const [clock, expected] of [
    ['22:59', false],
    ['23:00', true],
    ['00:00', true],
    ['07:59', true],
    ['08:00', false],
  ] as const) {
    expect([clock, isQuiet(quiet, at(`2026-11-22T${clock}:00Z`))]).toEqual([clock, expected]);
  }
});

test('quiet hours follow the clock on the wall when summer time begins and ends', () => {
  const quiet = hours('23:00', '08:00', 'Europe/Lisbon');
  // Until 29 March 2026 Lisbon has UTC, then an hour more until 25 October.
  expect(isQuiet(quiet, at('2026-03-28T07:30:00Z'))).toBe(true);
  expect(isQuiet(quiet, at('2026-03-28T08:00:00Z'))).toBe(false);
  expect(isQuiet(quiet, at('2026-03-29T06:59:00Z'))).toBe(true);
  expect(isQuiet(quiet, at('2026-03-29T07:00:00Z'))).toBe(false);
  expect(isQuiet(quiet, at('2026-10-25T07:59:00Z'))).toBe(true);
  expect(isQuiet(quiet, at('2026-10-24T22:00:00Z'))).toBe(true);
  expect(isQuiet(quiet, at('2026-10-24T21:59:00Z'))).toBe(false);
});

test('the same hours come at another time elsewhere, and hours from now to now are none', () => {
  const noon = at('2026-11-22T12:00:00Z');
  expect(isQuiet(hours('23:00', '08:00', 'Asia/Shanghai'), noon)).toBe(false);
  expect(isQuiet(hours('19:00', '21:00', 'Asia/Shanghai'), noon)).toBe(true);
  expect(isQuiet(hours('12:00', '12:00'), noon)).toBe(false);
});

test('a time zone that nobody knows is refused', () => {
  expect(() => requireZone('Europe/Lisbon')).not.toThrow();
  for (const zone of ['Middle/Earth', '../etc', '']) {
    expect(() => requireZone(zone)).toThrow('There is no such time zone.');
  }
});
