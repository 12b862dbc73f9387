import { z } from 'zod';
import { notification, route } from './define.ts';
import { InterestSlug, RoomSlug, UserId } from './ids.ts';
import { PersonInfo } from './people.ts';
import { RoomCard } from './room.ts';

const nothing = z.strictObject({});

/**
 * What one person can be to another: `block` keeps the two apart everywhere, `follow` is one-way, `friend` is a
 * request until both have it.
 */
export const TieKind = z.enum(['block', 'follow', 'friend']);
export type TieKind = z.infer<typeof TieKind>;

/** Who somebody is to the asker. `asked`: by the asker; `asking`: the asker. */
export const Relation = z
  .object({
    blocked: z.boolean(),
    following: z.boolean(),
    friend: z.enum(['none', 'asked', 'asking', 'friends']),
    /** Friends of both. */
    shared: z.array(PersonInfo),
  })
  .meta({ id: 'Relation' });
export type Relation = z.infer<typeof Relation>;

/** Whom and what you know. */
export const OwnTies = z
  .object({
    friends: z.array(PersonInfo),
    /** Who asks to be your friend. */
    asking: z.array(PersonInfo),
    /** Whom you asked. */
    asked: z.array(PersonInfo),
    following: z.array(PersonInfo),
    rooms: z.array(RoomCard),
    interests: z.array(InterestSlug),
    blocked: z.array(PersonInfo),
  })
  .meta({ id: 'OwnTies' });
export type OwnTies = z.infer<typeof OwnTies>;

const person = { params: z.strictObject({ id: UserId, kind: TieKind }), query: nothing, body: nothing };
const room = { params: z.strictObject({ slug: RoomSlug }), query: nothing, body: nothing };
const interest = { params: z.strictObject({ slug: InterestSlug }), query: nothing, body: nothing };
const own = { output: OwnTies, may: 'guest', rate: 'light' } as const;

/** The routes about whom and what one knows. Each change answers with all of it. */
export const tieRoutes = {
  ties: route({
    summary: 'Whom and what you know.',
    method: 'get',
    path: '/me/ties',
    params: nothing,
    query: nothing,
    body: nothing,
    ...own,
  }),
  tie: route({
    summary: 'Blocks or follows somebody, or asks to be friends, or agrees to that.',
    method: 'put',
    path: '/people/:id/:kind',
    ...person,
    ...own,
  }),
  untie: route({
    summary: 'Ends that; a friendship, or a request for one, for both.',
    method: 'delete',
    path: '/people/:id/:kind',
    ...person,
    ...own,
  }),
  followRoom: route({
    summary: 'Follows a room.',
    method: 'put',
    path: '/rooms/:slug/follow',
    ...room,
    ...own,
  }),
  unfollowRoom: route({
    summary: 'Follows a room no longer.',
    method: 'delete',
    path: '/rooms/:slug/follow',
    ...room,
    ...own,
  }),
  followInterest: route({
    summary: 'Follows an interest.',
    method: 'put',
    path: '/interests/:slug/follow',
    ...interest,
    ...own,
  }),
  unfollowInterest: route({
    summary: 'Follows an interest no longer.',
    method: 'delete',
    path: '/interests/:slug/follow',
    ...interest,
    ...own,
  }),
};

export const tieNotifications = {
  'ties:changed': notification('Somebody asked you to be friends, agreed, or ended it: ask again.', nothing),
};
