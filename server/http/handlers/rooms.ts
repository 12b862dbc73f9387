import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

type RoomHandlers = Pick<RouteHandlers, 'interests' | 'interest' | 'rooms' | 'openRoom' | 'room' | 'search'>;

/** The routes about rooms and how to find them. */
export function roomHandlers({
  discovery,
  guests,
  rooms,
}: Pick<HttpParts, 'discovery' | 'guests' | 'rooms'>): RoomHandlers {
  return {
    interests: () => ({ interests: discovery.interests() }),
    interest: ({ params }) => discovery.interest(params.slug),
    rooms: ({ query }) => ({ rooms: discovery.rooms(query) }),
    openRoom: async ({ body, requireGuest }) => rooms.create(body, await guests.person(requireGuest())),
    room: ({ params }) => discovery.room(params.slug),
    search: ({ query }) => discovery.search(query.q),
  };
}
