import type { RoomCard } from '../../../protocol/room.ts';

export type RoomOrder = 'friendly' | 'busiest' | 'newest';

// From here on a newcomer is one of many.
const crowd = 12;

/** Rooms a newcomer is best met in first: with a host there, somebody talking, and not too many people. */
export function friendliest(rooms: readonly RoomCard[]): RoomCard[] {
  const score = ({ hostPresent, talkingIds, count }: RoomCard) =>
    (hostPresent ? 2 : 0) + (talkingIds.length > 0 ? 1 : 0) + (count < crowd ? 2 : 0) + (count > 1 ? 1 : 0);
  return rooms.toSorted((a, b) => score(b) - score(a) || b.count - a.count);
}

/** Rooms in one of the orders that can be chosen. */
export function sortRooms(rooms: readonly RoomCard[], order: RoomOrder): RoomCard[] {
  if (order === 'friendly') return friendliest(rooms);
  if (order === 'busiest') return rooms.toSorted((a, b) => b.count - a.count);
  return rooms.toSorted((a, b) => (b.liveSince ?? 0) - (a.liveSince ?? 0));
}
