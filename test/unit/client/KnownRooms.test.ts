import { beforeEach, expect, test, vi } from 'vitest';
import { KnownRooms } from '../../../client/session/KnownRooms.ts';
import { RoomSlug } from '../../../protocol/ids.ts';
import { MemoryStorage } from './MemoryStorage.ts';

const bakery = RoomSlug.parse('the-bakery');

beforeEach(() => {
  vi.stubGlobal('localStorage', new MemoryStorage());
});

test('a room one was in is known, also to the next page of this browser', () => {
  const rooms = new KnownRooms();
  expect(rooms.has(bakery)).toBe(false);
  rooms.add(bakery);
  expect([rooms.has(bakery), new KnownRooms().has(bakery)]).toEqual([true, true]);
});

test('of very many rooms the last hundred are known', () => {
  const rooms = new KnownRooms();
  rooms.add(bakery);
  for (let number = 0; number < 99; number++) rooms.add(RoomSlug.parse(`room-${number}`));
  rooms.add(bakery);
  rooms.add(RoomSlug.parse('one-more'));
  const kept = new KnownRooms();
  expect([bakery, 'one-more', 'room-1', 'room-0'].map((slug) => kept.has(RoomSlug.parse(slug)))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test.each(['{', '{}', 'null', '[7]'])('"%s" in the storage makes no room known', (kept) => {
  localStorage.setItem('hobnob.known', kept);
  const rooms = new KnownRooms();
  expect(rooms.has(bakery)).toBe(false);
  rooms.add(bakery);
  expect(rooms.has(bakery)).toBe(true);
});
