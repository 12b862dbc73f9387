import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Coalescer } from '../../../server/rooms/Coalescer.ts';

let told: string[];
let coalescer: Coalescer<string>;
beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  coalescer = new Coalescer(200, (key) => told.push(key));
});
afterEach(() => {
  coalescer.close();
  vi.useRealTimers();
});

test('the first change is told at once, many more once an interval, the last one always', () => {
  for (let ms = 0; ms < 1_000; ms += 10) {
    coalescer.touch('room');
    vi.advanceTimersByTime(10);
  }
  expect(told).toHaveLength(6);
  vi.advanceTimersByTime(1_000);
  expect(told).toHaveLength(6);
  coalescer.touch('room');
  expect(told).toHaveLength(7);
});

test('one change is told once', () => {
  coalescer.touch('room');
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual(['room']);
});

test('things do not wait for each other', () => {
  coalescer.touch('one');
  coalescer.touch('two');
  expect(told).toEqual(['one', 'two']);
});

test('after closing nothing more is told', () => {
  coalescer.touch('room');
  coalescer.touch('room');
  coalescer.close();
  vi.runAllTimers();
  expect(told).toEqual(['room']);
});

test('the interval may be another one each time', () => {
  const told: string[] = [];
  let intervalMs = 100;
  const coalescer = new Coalescer<string>(
    () => intervalMs,
    (key) => told.push(key),
  );
  coalescer.touch('a');
  coalescer.touch('a');
  intervalMs = 1_000;
  vi.advanceTimersByTime(100);
  expect(told).toEqual(['a', 'a']);
  coalescer.touch('a');
  vi.advanceTimersByTime(999);
  expect(told).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(told).toHaveLength(3);
  coalescer.close();
});
