import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Role } from '../../../protocol/ranks.ts';
import { HostWatch } from '../../../server/rooms/HostWatch.ts';
import { Participant } from '../../../server/rooms/Participant.ts';
import { aGuest } from '../../contract/storeSamples.ts';

const patienceMs = 20_000;
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function roomOf(...roles: Role[]) {
  const people = roles.map((role) => Participant.arrive(aGuest(), role, 'visitor'));
  const watch = new HostWatch(
    patienceMs,
    () => people,
    () => {},
  );
  watch.look();
  const set = (index: number, connected: boolean) => {
    const person = people[index];
    if (person) person.connected = connected;
    watch.look();
  };
  const leader = () => people.findIndex(({ acting }) => acting);
  return { set, leader, people };
}

test('a moderator leads after twenty seconds without a host, and the host is host on coming back', () => {
  const { set, leader, people } = roomOf('owner', 'visitor', 'moderator', 'moderator');
  set(0, false);
  vi.advanceTimersByTime(patienceMs - 1);
  expect(leader()).toBe(-1);
  vi.advanceTimersByTime(1);
  expect(leader()).toBe(2);
  expect(people[2]?.authority).toBe('coOwner');
  set(0, true);
  expect(leader()).toBe(-1);
  expect(people[2]?.authority).toBe('moderator');
});

test('a host who is back in time is not replaced', () => {
  const { set, leader } = roomOf('owner', 'moderator');
  set(0, false);
  vi.advanceTimersByTime(patienceMs - 1);
  set(0, true);
  vi.advanceTimersByTime(patienceMs);
  expect(leader()).toBe(-1);
});

test('when who leads goes as well, the next one does', () => {
  const { set, leader } = roomOf('owner', 'moderator', 'moderator');
  set(0, false);
  vi.advanceTimersByTime(patienceMs);
  set(1, false);
  vi.advanceTimersByTime(patienceMs);
  expect(leader()).toBe(2);
  set(1, true);
  vi.advanceTimersByTime(patienceMs);
  expect(leader()).toBe(2);
});

test('while a co-owner is there nobody has to lead', () => {
  const { set, leader } = roomOf('owner', 'coOwner', 'moderator');
  set(0, false);
  vi.advanceTimersByTime(patienceMs * 2);
  expect(leader()).toBe(-1);
});

test('nobody leads by being there alone', () => {
  const { set, leader } = roomOf('owner', 'speaker', 'visitor');
  set(0, false);
  vi.advanceTimersByTime(patienceMs * 2);
  expect(leader()).toBe(-1);
});
