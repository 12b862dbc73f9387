import { z } from 'zod';
import { route } from './define.ts';
import { houseRoles } from './houseRoles.ts';
import { EventDate, EventSlug, FeedToken, InterestSlug, RoomId, RoomSlug, UserId } from './ids.ts';
import { PersonInfo } from './people.ts';
import { PresenceChoice } from './presence.ts';
import { Profile } from './profile.ts';
import { RoomInfo } from './room.ts';
import { EventAnswer, EventInfo } from './schedule.ts';

const nothing = z.strictObject({});
const since = z.int();

/** What you have here, but for what you wrote. Times are milliseconds since 1970. */
export const Belongings = z
  .object({
    person: PersonInfo,
    profile: Profile.nullable(),
    account: z
      .object({
        handle: z.string().nullable(),
        createdAt: since,
        passkeys: z.array(z.object({ name: z.string(), createdAt: since })),
        logins: z.array(z.object({ device: z.string(), createdAt: since, seenAt: since })),
      })
      .nullable(),
    /** What you are to the whole house. */
    house: z.object({ role: z.enum(houseRoles), since }).nullable(),
    /** What holds for you where, why and until when; null is the whole house. */
    restraints: z.array(
      z.object({
        room: z.string().nullable(),
        kind: z.string(),
        since,
        until: since.nullable(),
        reason: z.string(),
        note: z.string(),
      }),
    ),
    /** What you reported or objected to, and what came of it. */
    reports: z.array(
      z.object({
        kind: z.string(),
        room: z.string(),
        reason: z.string(),
        note: z.string(),
        at: since,
        outcome: z.string().nullable(),
      }),
    ),
    presence: PresenceChoice,
    ties: z.object({
      friends: z.array(PersonInfo),
      asking: z.array(PersonInfo),
      asked: z.array(PersonInfo),
      following: z.array(PersonInfo),
      blocked: z.array(PersonInfo),
      rooms: z.array(z.object({ slug: RoomSlug, name: z.string() })),
      interests: z.array(InterestSlug),
    }),
    circles: z.array(z.object({ name: z.string(), people: z.array(UserId) })),
    /** Those you opened. */
    rooms: z.array(RoomInfo),
    conversations: z.array(z.object({ roomId: RoomId, name: z.string(), people: z.array(UserId) })),
    /** What you asked in rooms, and what you chose in their polls. */
    questions: z.array(z.object({ roomId: RoomId, text: z.string(), askedAt: since })),
    choices: z.array(z.object({ roomId: RoomId, poll: z.string(), chosen: z.array(z.string()) })),
    /** What you announced, or are on stage at. */
    events: z.array(EventInfo),
    answers: z.array(
      z.object({ event: EventSlug, title: z.string(), date: EventDate, answer: EventAnswer, at: since }),
    ),
    /** The secret part of your calendar's address. */
    calendar: FeedToken.nullable(),
  })
  .meta({ id: 'Belongings' });
export type Belongings = z.infer<typeof Belongings>;

/** A line you wrote. */
const WrittenLine = z.object({
  roomId: RoomId,
  seq: z.int().positive(),
  text: z.string(),
  sentAt: since,
});

/** The routes about all that is yours. */
export const belongingsRoutes = {
  belongings: route({
    summary: 'What you have here, to be taken along, but for what you wrote.',
    method: 'get',
    path: '/me/belongings',
    params: nothing,
    query: nothing,
    body: nothing,
    output: Belongings,
    may: 'guest',
    rate: 'heavy',
    outside: true,
  }),
  writtenLines: route({
    summary: 'What you wrote, room by room, after a line of a room.',
    method: 'get',
    path: '/me/lines',
    params: nothing,
    query: z.strictObject({
      roomId: RoomId.optional(),
      seq: z.coerce.number().int().positive().optional(),
    }),
    body: nothing,
    output: z.object({ lines: z.array(WrittenLine), more: z.boolean() }),
    may: 'guest',
    rate: 'light',
    outside: true,
  }),
  leaveForGood: route({
    summary:
      'Removes all that is yours: who you are, how you sign in, whom you know, what you wrote and sent. There is no way back.',
    method: 'delete',
    path: '/me',
    params: nothing,
    query: nothing,
    body: nothing,
    output: z.null(),
    may: 'guest',
    rate: 'heavy',
    outside: true,
  }),
};
