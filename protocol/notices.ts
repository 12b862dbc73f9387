import { z } from 'zod';
import { notification, route } from './define.ts';
import { CircleId, EventDate, EventSlug, InterestSlug, NoticeId, RoomId, RoomSlug, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';

const nothing = z.strictObject({});

/**
 * What somebody can be told of: a line that names them or answers theirs, any line of a room they want to hear all of,
 * a room that went live, a friend's request and an answer to it, a call, a line in a conversation; of an event: that it
 * was announced, is a day ahead, ten minutes ahead or on, was changed or called off, that a place became free for
 * oneself, or that one is on stage there; and what came of a report.
 */
export const NoticeKind = z.enum([
  'mention',
  'answer',
  'line',
  'live',
  'friendRequest',
  'friendAccepted',
  'ring',
  'direct',
  'eventNew',
  'eventDay',
  'eventSoon',
  'eventLive',
  'eventChanged',
  'eventOff',
  'eventSeat',
  'eventStage',
  'reportActed',
  'reportNothing',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** Which date of which event is meant. */
const NoticeEvent = z.object({ slug: EventSlug, date: EventDate, title: z.string(), startsAt: z.int() });
export type NoticeEvent = z.infer<typeof NoticeEvent>;

/** Something that somebody was told. Several of the same thing are one, as the last of them was. */
export const NoticeInfo = z
  .object({
    id: NoticeId,
    kind: NoticeKind,
    /** Null where nobody is to be seen: a room went live. */
    who: PersonInfo.nullable(),
    room: z.object({ id: RoomId, slug: RoomSlug, name: z.string() }).nullable(),
    /** The interest because of which one is told. */
    interest: InterestSlug.nullable(),
    event: NoticeEvent.nullish(),
    /** The line in the room's chat, and how it begins. */
    seq: z.int().positive().nullable(),
    text: z.string().max(limits.noticeText),
    /** How many it stands for. */
    count: z.int().positive(),
    at: z.int(),
    read: z.boolean(),
  })
  .meta({ id: 'NoticeInfo' });
export type NoticeInfo = z.infer<typeof NoticeInfo>;

/**
 * How much of what is followed one is told: nothing, lines that mean oneself, that and when it goes live, or every line
 * as well. People, interests and circles have `off` and `live` alone.
 */
export const NoticeLevel = z.enum(['off', 'mentions', 'live', 'all']);
export type NoticeLevel = z.infer<typeof NoticeLevel>;

/** What a level is for: a room by its id, a person by theirs, an interest by its short name, a circle of one's own. */
export const NoticeTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('room'), id: RoomId, level: NoticeLevel }),
  z.strictObject({ kind: z.literal('person'), id: UserId, level: NoticeLevel.extract(['off', 'live']) }),
  z.strictObject({
    kind: z.literal('interest'),
    id: InterestSlug,
    level: NoticeLevel.extract(['off', 'live']),
  }),
  z.strictObject({ kind: z.literal('circle'), id: CircleId, level: NoticeLevel.extract(['off', 'live']) }),
]);
export type NoticeTarget = z.infer<typeof NoticeTarget>;

/** A minute of the day. */
const minute = () => z.int().min(0).max(1_439);

/** When one wants no sounds: from one minute of the day to another, over midnight too, where one lives. */
export const QuietHours = z
  .strictObject({ from: minute(), to: minute(), zone: z.string().min(1).max(64) })
  .meta({ id: 'QuietHours' });
export type QuietHours = z.infer<typeof QuietHours>;

/** What one wants to be told, as far as one said so. */
export const NoticeChoices = z
  .object({ levels: z.array(NoticeTarget), quiet: QuietHours.nullable() })
  .meta({ id: 'NoticeChoices' });
export type NoticeChoices = z.infer<typeof NoticeChoices>;

const Unread = z.object({
  /** Notices that were not read yet. */
  unread: z.int().nonnegative(),
  /** Of these, what means oneself: mentions, answers, calls and lines of conversations. */
  mentions: z.int().nonnegative(),
});

/** The latest notices, or those before one. */
export const NoticePage = Unread.extend({ notices: z.array(NoticeInfo), more: z.boolean() }).meta({
  id: 'NoticePage',
});
export type NoticePage = z.infer<typeof NoticePage>;

const own = { params: nothing, query: nothing, body: nothing, may: 'guest', rate: 'light' } as const;

/** The routes about what one is told. */
export const noticeRoutes = {
  notices: route({
    ...own,
    summary: 'What you were told, the latest first.',
    method: 'get',
    path: '/me/notices',
    query: z.strictObject({ before: NoticeId.optional() }),
    output: NoticePage,
  }),
  readNotices: route({
    ...own,
    summary: 'Marks everything you were told as read.',
    method: 'put',
    path: '/me/notices/read',
    output: Unread,
  }),
  readNotice: route({
    ...own,
    summary: 'Marks something you were told as read.',
    method: 'put',
    path: '/me/notices/:id/read',
    params: z.strictObject({ id: NoticeId }),
    output: Unread,
  }),
  noticeChoices: route({
    ...own,
    summary: 'What you want to be told.',
    method: 'get',
    path: '/me/notices/choices',
    output: NoticeChoices,
  }),
  chooseLevel: route({
    ...own,
    summary: 'Says how much of a room, a person or an interest you want to be told while you follow it.',
    method: 'put',
    path: '/me/notices/level',
    body: NoticeTarget,
    output: NoticeChoices,
  }),
  chooseQuiet: route({
    ...own,
    summary: 'Says when you want no sounds; null: never.',
    method: 'put',
    path: '/me/notices/quiet',
    body: z.strictObject({ quiet: QuietHours.nullable() }),
    output: NoticeChoices,
  }),
};

export const noticeNotifications = {
  'notices:told': notification(
    'There is something to know. `quiet`: nothing is to sound or show up because of it.',
    z.object({ notice: NoticeInfo, quiet: z.boolean() }),
  ),
  'notices:changed': notification(
    'What you were told is read, or not yours any more, or you chose otherwise: ask again.',
    nothing,
  ),
};
