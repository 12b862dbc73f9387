import { HourlyLimit } from '../../RateLimit.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

type RoomHandlers = Pick<RouteHandlers, 'interests' | 'interest' | 'rooms' | 'openRoom' | 'room' | 'search'>;

// More than one person finds a use for; and whoever makes guests by the hundred has one address still.
const roomsPerHour = 30;

/** The routes about rooms and how to find them. */
export function roomHandlers({
  discovery,
  people: { guests },
  rooms,
  config,
}: Pick<HttpParts, 'discovery' | 'people' | 'rooms' | 'config'>): RoomHandlers {
  const opened = new HourlyLimit(roomsPerHour * config.rateScale);
  return {
    interests: () => ({ interests: discovery.interests() }),
    interest: ({ params }) => discovery.interest(params.slug),
    rooms: ({ query }) => ({ rooms: discovery.rooms(query) }),
    async openRoom({ body, address, requireGuest }) {
      const guest = requireGuest();
      opened.take(address, guest.id);
      return await rooms.create(body, await guests.person(guest));
    },
    room: ({ params }) => discovery.room(params.slug),
    search: ({ query }) => discovery.search(query.q),
  };
}
