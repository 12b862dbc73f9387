import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { RoomId } from '../../../protocol/ids.ts';
import { Strikes } from '../../../server/media/Strikes.ts';

const seconds = 1_000;
const roomId = () => RoomId.parse(randomUUID());
const [culprit, other, third] = [roomId(), roomId(), roomId()];

let now = 0;
let strikes: Strikes;
beforeEach(() => {
  now = 5 * seconds;
  strikes = new Strikes(() => now);
});

test('a room is suspect from its second strike within a minute', () => {
  strikes.give([culprit, other]);
  expect(strikes.isSuspect(culprit)).toBe(false);
  now += 59 * seconds;
  strikes.give([culprit]);
  expect([strikes.isSuspect(culprit), strikes.isSuspect(other)]).toEqual([true, false]);
  now += 1 * seconds;
  expect(strikes.isSuspect(culprit)).toBe(false);
});

test('a room that was on a worker twice gets one strike for its death', () => {
  strikes.give([culprit, culprit]);
  expect(strikes.count(culprit)).toBe(1);
});

test('the third death in a minute, alone, isolates the room until the last strike is a minute old', () => {
  strikes.give([culprit]);
  now += 10 * seconds;
  strikes.give([culprit]);
  now += 10 * seconds;
  expect(strikes.isolatedForMs(culprit)).toBe(0);
  strikes.give([culprit], true);
  expect(strikes.isolatedForMs(culprit)).toBe(60 * seconds);
  now += 59.5 * seconds;
  expect(strikes.isolatedForMs(culprit)).toBe(500);
  now += 0.5 * seconds;
  expect(strikes.isolatedForMs(culprit)).toBe(0);
  expect(strikes.isSuspect(culprit)).toBe(false);
});

test('nobody is isolated for deaths outside of quarantine', () => {
  for (const _ of [1, 2, 3, 4]) strikes.give([culprit, other]);
  expect([strikes.isolatedForMs(culprit), strikes.isolatedForMs(other)]).toEqual([0, 0]);
});

test('a room in quarantine is not isolated for strikes of long ago', () => {
  strikes.give([culprit]);
  strikes.give([culprit]);
  now += 61 * seconds;
  strikes.give([culprit], true);
  expect(strikes.isolatedForMs(culprit)).toBe(0);
});

test('of rooms that share a worker in quarantine, the one with more strikes than every other is isolated', () => {
  strikes.give([culprit, other, third]);
  strikes.give([culprit, other]);
  strikes.give([culprit, other, third], true);
  expect([culprit, other, third].map((id) => strikes.isolatedForMs(id))).toEqual([0, 0, 0]);
  strikes.give([third, culprit], true);
  expect([culprit, other, third].map((id) => strikes.isolatedForMs(id))).toEqual([60 * seconds, 0, 0]);
});

test('a room that was isolated begins anew, and the next death alone is no reason to isolate it again', () => {
  strikes.give([culprit]);
  strikes.give([culprit]);
  strikes.give([culprit], true);
  now += 61 * seconds;
  strikes.give([culprit]);
  expect([strikes.count(culprit), strikes.isolatedForMs(culprit)]).toEqual([1, 0]);
});
