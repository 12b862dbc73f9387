import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RoomId } from '../../../protocol/ids.ts';
import { LineBatches } from '../../../server/signaling/LineBatches.ts';

const [room, other] = ['room', 'other'] as [RoomId, RoomId];
let told: [RoomId, string][];
let batches: LineBatches<string>;
beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  batches = new LineBatches(50, (id, lines) => told.push([id, lines.join(' ')]));
});
afterEach(() => vi.useRealTimers());

const say = (id: RoomId, ...texts: string[]) => {
  for (const text of texts) batches.add(id, text);
};

test('a line alone is told at once, and those right after it together, in their order', () => {
  say(room, 'one', 'two', 'three');
  expect(told).toEqual([[room, 'one']]);
  vi.advanceTimersByTime(49);
  say(room, 'four');
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([
    [room, 'one'],
    [room, 'two three four'],
  ]);
  // It rests after that, too.
  say(room, 'five');
  expect(told).toHaveLength(2);
  vi.advanceTimersByTime(50);
  expect(told.at(-1)).toEqual([room, 'five']);
  vi.advanceTimersByTime(50);
  say(room, 'six');
  expect(told.at(-1)).toEqual([room, 'six']);
});

test('rooms do not wait for each other', () => {
  say(room, 'one', 'two');
  say(other, 'three');
  expect(told).toEqual([
    [room, 'one'],
    [other, 'three'],
  ]);
});

test('what waits is told before something that comes after it, once', () => {
  say(room, 'one', 'two');
  batches.flush(room);
  batches.flush(room);
  batches.flush(other);
  vi.advanceTimersByTime(100);
  expect(told).toEqual([
    [room, 'one'],
    [room, 'two'],
  ]);
});
