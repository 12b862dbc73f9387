import { expect, test } from 'vitest';
import { clockOf } from '../../../../client/components/voice/clockOf.ts';
import { peakCount, peaksOf } from '../../../../client/session/voice/peaksOf.ts';

test.each([0, 1, 10, 63, 64, 65, 6_000])('of %i amplitudes a picture has as many bars as ever', (count) => {
  const peaks = peaksOf(Array.from({ length: count }, (_, n) => (n % 10) / 10));
  expect(peaks).toHaveLength(peakCount);
  expect(peaks.every((peak) => Number.isInteger(peak) && peak >= 0 && peak <= 100)).toBe(true);
});

test('the loudest moment is the highest bar, and silence is none', () => {
  const amplitudes = Array.from({ length: 640 }, (_, n) => (n === 325 ? 0.4 : 0.1));
  const peaks = peaksOf(amplitudes);
  expect(peaks.indexOf(100)).toBe(32);
  expect(peaks.filter((peak) => peak === 50)).toHaveLength(63);
  expect(peaksOf(new Array(200).fill(0.0001)).every((peak) => peak < 10)).toBe(true);
});

test.each([
  [0, '0:00'],
  [999, '0:01'],
  [65_000, '1:05'],
  [300_000, '5:00'],
])('%i ms are shown as %s', (ms, shown) => {
  expect(clockOf(ms)).toBe(shown);
});
