import { expect, test } from 'vitest';
import { type Figure, meetsTarget, toJson, toTable } from '../../../bench/report.ts';

const compared: Figure = {
  scenario: 'forward',
  metric: 'cpu_per_packet',
  value: 9.12345,
  min: 8.9,
  max: 10,
  unit: 'us',
  against: 'raw worker',
  ratio: 1.2,
  target: 1.15,
};
const plain: Figure = { scenario: 'join', metric: 'lost', value: 0, unit: '', target: 0 };

test('a line of JSON has the figure with four digits', () => {
  expect(JSON.parse(toJson(compared))).toEqual({ ...compared, value: 9.123 });
});

test('a line of JSON has no field for what there is nothing of', () => {
  expect(Object.keys(JSON.parse(toJson(plain)))).toEqual(['scenario', 'metric', 'value', 'unit', 'target']);
});

test('a target is for the ratio where there is one', () => {
  expect(meetsTarget(compared)).toBe(false);
  expect(meetsTarget({ ...compared, ratio: 1.1 })).toBe(true);
});

test('a target is for the value where nothing is compared', () => {
  expect(meetsTarget(plain)).toBe(true);
  expect(meetsTarget({ ...plain, value: 1 })).toBe(false);
});

test('a figure without a target neither meets nor misses one', () => {
  expect(meetsTarget({ scenario: 'join', metric: 'x', value: 1, unit: 'ms' })).toBeUndefined();
});

test('a table has a row for each figure, with what it is compared with and the verdict', () => {
  const [first, second] = toTable([compared, plain]).split('\n');
  expect(first).toBe('  cpu_per_packet  9.123  us  (8.9 to 10)  1.2 x raw worker  MISSED: at most 1.15');
  expect(second).toMatch(/^ {2}lost {16}0 .*met: at most 0$/);
});

test('in a table the size that was measured stands before the metric', () => {
  expect(toTable([{ ...plain, shape: '9 members' }])).toContain('9 members: lost');
});
