import { expect, test } from 'vitest';
import { judge } from './chat/history.ts';
import type { Span } from './ears.ts';
import { backAfter, gaps, longestGap } from './hearing.ts';

const spans: Span[] = [
  [0, 1_000],
  [1_050, 2_000],
  [3_500, 4_000],
  [4_300, 6_000],
];
const fault = { brokenAt: 1_900, mendedAt: 3_000 };

test('a silence counts from 100 ms on, at the beginning and at the end too', () => {
  expect(gaps(spans, 0, 6_000)).toEqual([
    [2_000, 3_500],
    [4_000, 4_300],
  ]);
  expect(gaps(spans, 2_500, 6_500)).toEqual([
    [2_500, 3_500],
    [4_000, 4_300],
    [6_000, 6_500],
  ]);
  expect(gaps([], 0, 500)).toEqual([[0, 500]]);
  expect(longestGap(spans, 0, 6_000)).toBe(1_500);
  expect(longestGap(spans, 0, 1_900)).toBe(0);
});

test('sound is back from when on it lasts', () => {
  expect(backAfter(spans, fault, 6_900)).toBe(Number.POSITIVE_INFINITY);
  const lasting: Span[] = [...spans.slice(0, 3), [4_300, 7_000]];
  expect(backAfter(lasting, fault, 7_000)).toBe(1_300);
  expect(backAfter(lasting, { brokenAt: 4_500, mendedAt: 4_500 }, 7_000)).toBe(0);
});

test('what breaks off after it was back is not counted, what breaks off at once is', () => {
  const later: Span[] = [
    [0, 1_000],
    [3_500, 4_000],
    [4_300, 7_000],
    [7_200, 9_000],
  ];
  expect(backAfter(later, fault, 9_000)).toBe(1_300);
});

test('sound that goes on for a moment after the break was not back by that', () => {
  const buffered: Span[] = [
    [0, 2_300],
    [5_000, 8_000],
  ];
  expect(backAfter(buffered, { brokenAt: 1_900, mendedAt: 1_900 }, 8_000)).toBe(3_100);
});

test('sound that has not lasted yet is not back', () => {
  expect(backAfter(spans, fault, 6_100)).toBe(Number.POSITIVE_INFINITY);
  expect(backAfter([], fault, 6_000)).toBe(Number.POSITIVE_INFINITY);
});

const [a, b, c] = ['a', 'b', 'c'].map((id, index) => ({ id, seq: index + 1 }));
if (!a || !b || !c) throw new Error('There are three lines.');

test('a history in which everything acknowledged is stored and shown once is without fault', () => {
  const history = { acknowledged: [a, c], stored: [a, b, c], shown: [[a, b, c]] };
  expect(judge(history)).toEqual({ lost: 0, twice: 0, disordered: 0 });
});

test('a history tells what was lost, doubled, left out or moved', () => {
  expect(judge({ acknowledged: [a, b], stored: [a], shown: [] })).toMatchObject({ lost: 1 });
  expect(judge({ acknowledged: [{ ...a, seq: 7 }], stored: [a], shown: [] })).toMatchObject({ lost: 1 });
  expect(judge({ acknowledged: [], stored: [a, { ...a, seq: 2 }], shown: [] })).toMatchObject({ twice: 1 });
  expect(judge({ acknowledged: [], stored: [a], shown: [[a, a]] })).toMatchObject({ twice: 1 });
  expect(judge({ acknowledged: [], stored: [a, b], shown: [[b, a]] })).toMatchObject({ disordered: 2 });
  expect(judge({ acknowledged: [], stored: [a, b], shown: [[a]] })).toMatchObject({ disordered: 1 });
});
