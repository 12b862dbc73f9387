import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ParticipantId } from '../../../protocol/ids.ts';
import { Talking } from '../../../server/media/Talking.ts';

const ann = ParticipantId.parse('ann-ann-ann-ann-ann');
const bob = ParticipantId.parse('bob-bob-bob-bob-bob');
let talking: Talking;
let changes: ParticipantId[][];

beforeEach(() => {
  vi.useFakeTimers();
  talking = new Talking();
  changes = [];
  talking.on('change', (ids) => changes.push(ids));
});
afterEach(() => {
  talking.close();
  vi.useRealTimers();
});

test('a voice counts at once, and until it was silent for 700 ms', () => {
  talking.heard([ann]);
  expect(changes).toEqual([[ann]]);
  vi.advanceTimersByTime(699);
  expect(talking.ids).toEqual([ann]);
  vi.advanceTimersByTime(1);
  expect(changes).toEqual([[ann], []]);
});

test('a pause between two words is not told', () => {
  talking.heard([ann]);
  for (let word = 0; word < 10; word++) {
    vi.advanceTimersByTime(600);
    talking.heard([ann]);
  }
  expect(changes).toEqual([[ann]]);
});

test('two who talk are told apart', () => {
  talking.heard([ann]);
  vi.advanceTimersByTime(500);
  talking.heard([bob]);
  vi.advanceTimersByTime(200);
  expect(changes).toEqual([[ann], [ann, bob], [bob]]);
});

test('whoever is muted stops talking at once, and only once', () => {
  talking.heard([ann, bob]);
  talking.silenced(ann);
  talking.silenced(ann);
  expect(changes).toEqual([[ann, bob], [bob]]);
});

test('after closing nothing is told', () => {
  talking.heard([ann]);
  talking.close();
  vi.runAllTimers();
  expect(changes).toEqual([[ann]]);
  expect(vi.getTimerCount()).toBe(0);
});
