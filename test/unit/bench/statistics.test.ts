import { expect, test } from 'vitest';
import { median, percentile, rounds, slope } from '../../../bench/statistics.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

test('a percentile is the value below which that part of the values lies', () => {
  expect(percentile(hundred, 0.5)).toBe(51);
  expect(percentile(hundred, 0.99)).toBe(100);
  expect(percentile([7], 0.95)).toBe(7);
});

test('the last percentile is the largest value', () => {
  expect(percentile([3, 1, 2], 1)).toBe(3);
});

test('nothing has no percentile', () => {
  expect(() => percentile([], 0.5)).toThrow('nothing');
});

test('numbers are put in order as numbers', () => {
  expect(median([10, 9, 100])).toBe(10);
});

test('of an even count the median is the mean of the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('rounds have a median and extremes, and the values stay as they were', () => {
  const values = [3, 1, 2];
  expect(rounds(values)).toEqual({ median: 2, min: 1, max: 3 });
  expect(values).toEqual([3, 1, 2]);
});

test('the slope of a line is found among points that scatter around it', () => {
  const points = [0, 1, 2, 3, 4, 5].map((x) => [x, 10 + 3 * x + (x % 2 === 0 ? 1 : -1)] as const);
  expect(slope(points)).toBeCloseTo(3, 0);
  expect(
    slope([
      [0, 5],
      [1, 5],
    ]),
  ).toBe(0);
});
