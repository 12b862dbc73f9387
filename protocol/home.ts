import { z } from 'zod';
import { route } from './define.ts';
import { RoomCard } from './room.ts';

const nothing = z.strictObject({});

/** A room one was in, and what is new in its chat. */
export const KnownRoom = z
  .object({
    card: RoomCard,
    /** Lines of others after the last one that was read; a hundred stand for more. */
    unread: z.int().nonnegative(),
    /** Lines among them that name you. */
    mentions: z.int().nonnegative(),
    /** What was said last. */
    last: z.object({ name: z.string(), text: z.string() }).nullable(),
  })
  .meta({ id: 'KnownRoom' });
export type KnownRoom = z.infer<typeof KnownRoom>;

/** The rooms one's home is about. */
export const OwnRooms = z
  .object({
    /** Where one read or wrote, the one in which something was said last first. */
    known: z.array(KnownRoom),
    /** Opened lately in one's interests. */
    fresh: z.array(RoomCard),
  })
  .meta({ id: 'OwnRooms' });
export type OwnRooms = z.infer<typeof OwnRooms>;

/** The route of one's own home. */
export const homeRoutes = {
  ownRooms: route({
    summary: 'The rooms you were in, with what is new there, and those opened lately in your interests.',
    method: 'get',
    path: '/me/rooms',
    params: nothing,
    query: nothing,
    body: nothing,
    output: OwnRooms,
    may: 'guest',
    rate: 'light',
  }),
};
