import { z } from 'zod';
import { route } from './define.ts';
import { houseRoles } from './houseRoles.ts';
import { RoomId, RoomSlug, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';
import { Visibility } from './room.ts';
import { line } from './text.ts';

const nothing = z.strictObject({});
const empty = { params: nothing, query: nothing, body: nothing } as const;
const looking = z.strictObject({
  /** In names, or a whole id; nothing: all. */
  q: line(1, limits.searchText).optional(),
  skip: z.coerce.number().int().min(0).max(1_000_000).default(0),
});

/** Somebody as those who run the house see them: with an account, or a guest who gave a name. */
const HousePerson = z
  .object({
    person: PersonInfo,
    account: z.boolean(),
    /** When the account was made; null for guests. */
    since: z.int().nullable(),
    /** When one of their browsers was seen last; null where nobody knows. */
    seenAt: z.int().nullable(),
    house: z.enum(houseRoles).nullable(),
  })
  .meta({ id: 'HousePerson' });
export type HousePerson = z.infer<typeof HousePerson>;

/** A room as those who run the house see it. */
const HouseRoom = z
  .object({
    id: RoomId,
    slug: RoomSlug,
    name: z.string(),
    owner: PersonInfo,
    lasting: z.boolean(),
    visibility: Visibility,
    createdAt: z.int(),
    /** How many are in it. */
    count: z.int().nonnegative(),
  })
  .meta({ id: 'HouseRoom' });
export type HouseRoom = z.infer<typeof HouseRoom>;

/** How much there is in the house. */
const HouseFigures = z
  .object({
    accounts: z.int(),
    guests: z.int(),
    rooms: z.int(),
    live: z.int(),
    inside: z.int(),
    fileBytes: z.int(),
  })
  .meta({ id: 'HouseFigures' });
export type HouseFigures = z.infer<typeof HouseFigures>;

/** The routes by which those who run the house look around in it. */
export const housePeopleRoutes = {
  houseFigures: route({
    ...empty,
    summary: 'How many people and rooms there are, how many are live now, and what files take up.',
    method: 'get',
    path: '/house/figures',
    output: HouseFigures,
    may: 'houseModerator',
    rate: 'light',
  }),
  housePeople: route({
    ...empty,
    summary: 'People with accounts, the newest first, then guests who gave a name.',
    method: 'get',
    path: '/house/people',
    query: looking,
    output: z.object({ people: z.array(HousePerson), more: z.boolean() }),
    may: 'houseModerator',
    rate: 'light',
  }),
  signOutPerson: route({
    ...empty,
    summary: 'Signs somebody out everywhere.',
    method: 'delete',
    path: '/house/people/:id/logins',
    params: z.strictObject({ id: UserId }),
    output: z.null(),
    may: 'admin',
    rate: 'heavy',
  }),
  deletePerson: route({
    ...empty,
    summary: 'Removes somebody with all that is theirs, as if they had left for good. There is no way back.',
    method: 'delete',
    path: '/house/people/:id',
    params: z.strictObject({ id: UserId }),
    output: z.null(),
    may: 'admin',
    rate: 'heavy',
  }),
  houseRooms: route({
    ...empty,
    summary: 'The rooms of the house, those with people first; what people talk in private is none.',
    method: 'get',
    path: '/house/rooms',
    query: looking,
    output: z.object({ rooms: z.array(HouseRoom), more: z.boolean() }),
    may: 'houseModerator',
    rate: 'light',
  }),
};
