import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DataSaver } from '../../../../client/session/quality/DataSaver.svelte.ts';
import { consider, spend } from '../../../../client/session/quality/thrift.ts';
import type { ReceiveLimit } from '../../../../client/session/wishes.ts';
import type { Quality } from '../../../../protocol/quality.ts';

const lookEveryMs = 2_000;

/** When each step was taken, in seconds, with these many seconds of each quality. */
function stepsOf(course: readonly (readonly [Quality, number])[]): [number, ReceiveLimit][] {
  let thrift = spend(0);
  let at = 0;
  const steps: [number, ReceiveLimit][] = [];
  for (const [quality, seconds] of course) {
    for (const until = at + seconds * 1_000; at < until; at += lookEveryMs) {
      const before = thrift.limit;
      thrift = consider(thrift, quality, at);
      if (thrift.limit !== before) steps.push([at / 1_000, thrift.limit]);
    }
  }
  return steps;
}

test('ten bad seconds make pictures small, twenty more leave only sound', () => {
  expect(stepsOf([['bad', 60]])).toEqual([
    [10, 'low'],
    [30, 'audioOnly'],
  ]);
});

test('half a minute that is good brings each step back', () => {
  const course = [
    ['bad', 40],
    ['good', 70],
  ] as const;
  expect(stepsOf(course).slice(2)).toEqual([
    [70, 'low'],
    [100, 'none'],
  ]);
});

test('a connection that is weak, or recovers in time, changes nothing', () => {
  expect(stepsOf([['weak', 300]])).toEqual([]);
  expect(
    stepsOf([
      ['bad', 8],
      ['good', 4],
      ['bad', 8],
      ['weak', 20],
      ['bad', 8],
    ]),
  ).toEqual([]);
});

test('however it goes to and fro, fifteen seconds lie between two steps, and each is one step', () => {
  const order: ReceiveLimit[] = ['none', 'low', 'audioOnly'];
  const course = fc.array(
    fc.tuple(fc.constantFrom<Quality>('good', 'weak', 'bad'), fc.integer({ min: 2, max: 60 })),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(course, (happening) => {
      let [lastAt, last]: [number, ReceiveLimit] = [-Infinity, 'none'];
      for (const [at, limit] of stepsOf(happening)) {
        expect(at - lastAt).toBeGreaterThanOrEqual(15);
        expect(Math.abs(order.indexOf(limit) - order.indexOf(last))).toBe(1);
        [lastAt, last] = [at, limit];
      }
    }),
  );
});

test('what was chosen by hand stays, whatever the connection does, until it is left to itself again', () => {
  const saver = new DataSaver();
  const lastFor = (from: number, seconds: number) => {
    for (let at = from; at <= from + seconds * 1_000; at += lookEveryMs) saver.consider('bad', at);
  };
  lastFor(0, 12);
  expect([saver.limit, saver.byItself]).toEqual(['low', true]);
  saver.choose('none', 12_000);
  lastFor(12_000, 60);
  expect([saver.limit, saver.byItself]).toEqual(['none', false]);
  saver.choose('audioOnly', 72_000);
  expect([saver.limit, saver.byItself]).toEqual(['audioOnly', false]);
  saver.choose('auto', 80_000);
  expect(saver.limit).toBe('none');
  lastFor(80_000, 12);
  expect(saver.limit).toBe('low');
});
