import { randomUUID } from 'node:crypto';
import { barOf, toRestrained } from '../../moderation/restraints.ts';
import { HourlyLimit } from '../../RateLimit.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import { comerOf } from '../comerOf.ts';
import type { HttpParts } from '../parts.ts';

type RoomHandlers = Pick<RouteHandlers, 'interests' | 'interest' | 'rooms' | 'openRoom' | 'room' | 'search'>;

/** The routes about rooms and how to find them. */
export function roomHandlers({
  discovery,
  people: { guests, tracer },
  moderation,
  rooms,
  circles,
  calendar,
  roomCircles,
  house,
  load: { admission },
  config,
}: Pick<
  HttpParts,
  | 'discovery'
  | 'people'
  | 'moderation'
  | 'rooms'
  | 'circles'
  | 'calendar'
  | 'roomCircles'
  | 'house'
  | 'load'
  | 'config'
>): RoomHandlers {
  // Whoever makes guests by the hundred has one address still.
  const opened = new HourlyLimit(() => house.settings.value.roomsPerHour * config.rateScale);
  return {
    interests: ({ identity }) => ({ interests: discovery.interests(identity?.id ?? null) }),
    interest: ({ params, identity }) => discovery.interest(params.slug, identity?.id ?? null),
    rooms: ({ query, identity }) => ({ rooms: discovery.rooms(query, identity?.id ?? null) }),
    async openRoom(call) {
      const { circle, ...settings } = call.body;
      const guest = call.requireGuest();
      if (!moderation.roles.keepsHouse(guest.id)) admission.requireRoom();
      if (circle) circles.require(guest.id, circle);
      opened.take(call.address, guest.id);
      await moderation.newcomers.requireRoom(comerOf(tracer, call), randomUUID());
      const room = await rooms.create(settings, await guests.person(guest));
      if (circle) await roomCircles.set(room.id, circle);
      return room;
    },
    async room(call) {
      const { params, identity } = call;
      const page = await discovery.room(params.slug, identity?.id ?? null);
      const bar = barOf(moderation.sanctions, moderation.roles, page.room, comerOf(tracer, call));
      if (!bar) return page;
      const card = { ...page.card, faces: [], talkingIds: [] };
      return { ...page, card, barred: toRestrained(bar) };
    },
    search({ query, identity }) {
      const asker = identity?.id ?? null;
      return { ...discovery.search(query.q, asker), events: calendar.search.find(query.q, asker) };
    },
  };
}
