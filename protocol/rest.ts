import { z } from 'zod';
import { accountRoutes } from './account.ts';
import { auditRoutes } from './audit.ts';
import { belongingsRoutes } from './belongings.ts';
import { capacityRoutes } from './capacity.ts';
import { circleRoutes } from './circles.ts';
import { conversationRoutes } from './conversations.ts';
import { route } from './define.ts';
import { fileRoutes } from './files.ts';
import { homeRoutes } from './home.ts';
import { houseRoutes } from './house.ts';
import { houseBanRoutes } from './houseBans.ts';
import { housePeopleRoutes } from './housePeople.ts';
import { InterestSlug, RoomSlug } from './ids.ts';
import { InterestInfo } from './interest.ts';
import { limits } from './limits.ts';
import { Restrained } from './moderation.ts';
import { noticeRoutes } from './notices.ts';
import { LanguageTag, Me, MeChange } from './people.ts';
import { profileRoutes } from './profile.ts';
import { pushRoutes } from './push.ts';
import { reportRoutes } from './reports.ts';
import { NewRoom, RoomCard, RoomInfo } from './room.ts';
import { EventCard } from './schedule.ts';
import { scheduleRoutes } from './scheduleRoutes.ts';
import { line } from './text.ts';
import { tieRoutes } from './ties.ts';

const nothing = z.strictObject({});

/** One interest with its rooms, live ones first. */
export const InterestPage = z
  .object({ interest: InterestInfo, related: z.array(InterestInfo), rooms: z.array(RoomCard) })
  .meta({ id: 'InterestPage' });
export type InterestPage = z.infer<typeof InterestPage>;

/** One room as somebody at its door sees it. */
export const RoomPage = z
  .object({
    room: RoomInfo,
    card: RoomCard,
    interests: z.array(InterestInfo),
    full: z.boolean(),
    /** How many people fit. */
    capacity: z.int().positive().optional(),
    /** The asker may not come in for a while: why, and until when. Who is inside is not told then. */
    barred: Restrained.optional(),
  })
  .meta({ id: 'RoomPage' });
export type RoomPage = z.infer<typeof RoomPage>;

/** What one search box finds. */
export const SearchResult = z
  .object({
    interests: z.array(InterestInfo),
    rooms: z.array(RoomCard),
    events: z.array(EventCard).optional(),
  })
  .meta({ id: 'SearchResult' });
export type SearchResult = z.infer<typeof SearchResult>;

/** The REST routes, all below `/api`. */
export const routes = {
  ...accountRoutes,
  me: route({
    summary: 'Who you are. Makes a guest, with a signed cookie, of whoever comes without one.',
    method: 'get',
    path: '/me',
    params: nothing,
    query: z.strictObject({ language: z.enum(['en', 'zh']).default('en') }),
    body: nothing,
    output: Me,
    may: 'anyone',
    rate: 'light',
    outside: true,
  }),
  changeMe: route({
    summary: 'Changes your name or picture.',
    method: 'put',
    path: '/me',
    params: nothing,
    query: nothing,
    body: MeChange,
    output: Me,
    may: 'guest',
    rate: 'heavy',
  }),
  interests: route({
    summary: 'All interests, with the number of live rooms and people in each.',
    method: 'get',
    path: '/interests',
    params: nothing,
    query: nothing,
    body: nothing,
    output: z.object({ interests: z.array(InterestInfo) }),
    may: 'anyone',
    rate: 'light',
  }),
  interest: route({
    summary: 'One interest with its related ones and its rooms.',
    method: 'get',
    path: '/interests/:slug',
    params: z.strictObject({ slug: InterestSlug }),
    query: nothing,
    body: nothing,
    output: InterestPage,
    may: 'anyone',
    rate: 'light',
  }),
  rooms: route({
    summary: 'The open rooms: live ones first, then lasting ones that are quiet.',
    method: 'get',
    path: '/rooms',
    params: nothing,
    query: z.strictObject({
      interest: InterestSlug.optional(),
      language: LanguageTag.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    body: nothing,
    output: z.object({ rooms: z.array(RoomCard) }),
    may: 'anyone',
    rate: 'light',
  }),
  openRoom: route({
    summary: 'Opens a room. Whoever opens it is its host.',
    method: 'post',
    path: '/rooms',
    params: nothing,
    query: nothing,
    body: NewRoom,
    output: RoomInfo,
    may: 'guest',
    rate: 'heavy',
  }),
  room: route({
    summary: 'One room, with who is in it.',
    method: 'get',
    path: '/rooms/:slug',
    params: z.strictObject({ slug: RoomSlug }),
    query: nothing,
    body: nothing,
    output: RoomPage,
    may: 'anyone',
    rate: 'light',
  }),
  search: route({
    summary: 'Finds rooms, interests and events by words, forgiving a typo, in English and Chinese.',
    method: 'get',
    path: '/search',
    params: nothing,
    query: z.strictObject({ q: line(1, limits.searchText) }),
    body: nothing,
    output: SearchResult,
    may: 'anyone',
    rate: 'light',
  }),
  ...profileRoutes,
  ...tieRoutes,
  ...circleRoutes,
  ...fileRoutes,
  ...conversationRoutes,
  ...belongingsRoutes,
  ...noticeRoutes,
  ...homeRoutes,
  ...pushRoutes,
  ...scheduleRoutes,
  ...auditRoutes,
  ...reportRoutes,
  ...houseRoutes,
  ...houseBanRoutes,
  ...housePeopleRoutes,
  ...capacityRoutes,
};

export type RouteName = keyof typeof routes;
export type RouteParams<Name extends RouteName> = z.output<(typeof routes)[Name]['params']>;
export type RouteQuery<Name extends RouteName> = z.output<(typeof routes)[Name]['query']>;
export type RouteBody<Name extends RouteName> = z.output<(typeof routes)[Name]['body']>;
export type RouteQueryInput<Name extends RouteName> = z.input<(typeof routes)[Name]['query']>;
export type RouteBodyInput<Name extends RouteName> = z.input<(typeof routes)[Name]['body']>;
export type RouteOutput<Name extends RouteName> = z.output<(typeof routes)[Name]['output']>;
