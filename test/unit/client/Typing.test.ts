import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChatRequests } from '../../../client/session/ChatRequests.ts';
import { Typing } from '../../../client/session/Typing.svelte.ts';
import { UserId } from '../../../protocol/ids.ts';
import { FakeSignaling } from './FakeSignaling.ts';

const ann = UserId.parse('ann-ann-ann-ann-ann');
const bob = UserId.parse('bob-bob-bob-bob-bob');
let signaling: FakeSignaling;
let typing: Typing;
beforeEach(() => {
  vi.useFakeTimers();
  signaling = new FakeSignaling();
  typing = new Typing(new ChatRequests(signaling));
});
afterEach(() => vi.useRealTimers());

test('others are told once in three seconds, and again at once after a line was sent', () => {
  for (let key = 0; key < 70; key++) {
    typing.typed();
    vi.advanceTimersByTime(100);
  }
  expect(signaling.asked).toHaveLength(3);
  typing.sent();
  typing.typed();
  expect(signaling.asked).toHaveLength(4);
});

test('somebody writes until five seconds after the last word of it, or until it is said', () => {
  typing.hear(ann);
  vi.advanceTimersByTime(4_000);
  typing.hear(ann);
  typing.hear(bob);
  vi.advanceTimersByTime(4_900);
  expect(typing.ids).toEqual([ann, bob]);
  typing.said(bob);
  expect(typing.ids).toEqual([ann]);
  vi.advanceTimersByTime(100);
  expect(typing.ids).toEqual([]);
});
