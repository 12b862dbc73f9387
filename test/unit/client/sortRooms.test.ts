import { expect, test } from 'vitest';
import { sortRooms } from '../../../client/components/home/sortRooms.ts';
import type { RoomCard } from '../../../protocol/room.ts';

function card(name: string, changes: Partial<RoomCard>): RoomCard {
  return {
    id: `room-of-the-name-${name}` as RoomCard['id'],
    slug: name as RoomCard['slug'],
    name,
    topic: '',
    interests: [],
    language: 'en',
    lasting: false,
    faces: [],
    count: 2,
    talkingIds: [],
    hostPresent: false,
    liveSince: 0,
    ...changes,
  };
}
const rooms = [
  card('crowd', { count: 60, hostPresent: true, talkingIds: ['a' as never], liveSince: 1 }),
  card('quiet', { count: 1, liveSince: 5 }),
  card('hosted', { count: 4, hostPresent: true, liveSince: 3 }),
  card('lively', { count: 4, hostPresent: true, talkingIds: ['b' as never], liveSince: 2 }),
];
const order = (by: 'friendly' | 'busiest' | 'newest') => sortRooms(rooms, by).map(({ name }) => name);

test('friendly puts a host, a voice and few people first', () => {
  expect(order('friendly')).toEqual(['lively', 'hosted', 'crowd', 'quiet']);
});

test('busiest goes by people, newest by when it went live', () => {
  expect(order('busiest')[0]).toBe('crowd');
  expect(order('newest')).toEqual(['quiet', 'hosted', 'lively', 'crowd']);
});

test('sorting leaves what it was given as it was', () => {
  const before = rooms.map(({ name }) => name);
  order('busiest');
  expect(rooms.map(({ name }) => name)).toEqual(before);
});
