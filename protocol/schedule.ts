import { z } from 'zod';
import { CircleId, EventDate, EventId, EventSlug, InterestSlug, RoomSlug, UserId } from './ids.ts';
import { InterestInfo } from './interest.ts';
import { limits } from './limits.ts';
import { LanguageTag, PersonInfo, PictureHash } from './people.ts';
import { Recurrence } from './recurrence.ts';
import { line, paragraph } from './text.ts';

const count = () => z.int().nonnegative();
const at = () => z.int();

/** What somebody does at an event, besides listening. */
export const EventRole = z.enum(['host', 'speaker']);
export type EventRole = z.infer<typeof EventRole>;

/** Who is heard: those on stage, everybody, or everybody while they hold a key. */
const MicMode = z.enum(['stage', 'free', 'hold']);

/** What somebody says about an event. */
const settings = {
  title: line(1, limits.eventTitle),
  /** In one line. */
  topic: line(0, limits.topic).default(''),
  description: paragraph(0, limits.eventDescription).default(''),
  interests: z
    .array(InterestSlug)
    .min(1)
    .max(limits.interestsPerRoom)
    .refine((slugs) => new Set(slugs).size === slugs.length, 'names an interest twice'),
  language: LanguageTag,
  /** Where it is at home; empty: nowhere in particular. */
  city: line(0, limits.city).default(''),
  /** Where the clock hangs by which it begins (IANA). */
  zone: z.string().min(1).max(64),
  minutes: z.int().min(5).max(limits.eventMinutes),
  recurrence: Recurrence.nullable().default(null),
  /** How many may say that they come; null: as many as want to. */
  capacity: z.int().min(1).max(limits.roomCapacity).nullable().default(null),
  /** As for a room: `friends` and `circle` events are there for nobody else. */
  visibility: z.enum(['open', 'link', 'friends', 'circle']).default('open'),
  mic: MicMode.default('stage'),
  chatMode: z.enum(['everyone', 'hosts', 'off']).default('everyone'),
};

/** An event to be announced, or as it is to be from now on. */
export const EventDraft = z
  .strictObject({
    ...settings,
    /** By the clock on the wall there: `2026-11-29T20:30`. */
    start: z.string().regex(/^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]$/),
    /** Which of one's circles it is for. */
    circle: CircleId.optional(),
    /** Friends who are on stage with the author. */
    people: z
      .array(z.strictObject({ id: UserId, role: EventRole }))
      .max(limits.eventPeople)
      .refine((people) => new Set(people.map(({ id }) => id)).size === people.length, 'names somebody twice')
      .default([]),
    /** A lasting room of the author's in which it is; null: it gets one of its own. */
    room: RoomSlug.nullable().default(null),
  })
  .refine(({ visibility, circle }) => circle === undefined || visibility === 'circle', {
    error: 'names a circle, and is not for one',
  })
  .meta({ id: 'EventDraft' });
export type EventDraft = z.infer<typeof EventDraft>;

/** Somebody on stage. */
export const EventPerson = z.object({ person: PersonInfo, role: EventRole }).meta({ id: 'EventPerson' });
export type EventPerson = z.infer<typeof EventPerson>;

/** Whether somebody comes. Who finds no place left is `waiting`, and goes as soon as there is one. */
export const EventAnswer = z.enum(['going', 'maybe', 'not', 'waiting']);
export type EventAnswer = z.infer<typeof EventAnswer>;

/** An event, as far as it is the same on all its dates. */
export const EventInfo = z
  .object({
    ...settings,
    id: EventId,
    slug: EventSlug,
    start: z.string(),
    /** An uploaded picture; null: the one that is drawn of its interest. */
    cover: PictureHash.nullable(),
    /** A draft is there for its author alone. */
    status: z.enum(['draft', 'published', 'cancelled']),
    author: PersonInfo,
    people: z.array(EventPerson),
    /** How often it was changed. */
    sequence: count(),
  })
  .meta({ id: 'EventInfo' });
export type EventInfo = z.infer<typeof EventInfo>;

/** One date of an event. Times are milliseconds since 1970. */
export const EventTime = z
  .object({ date: EventDate, startsAt: at(), endsAt: at(), cancelled: z.boolean() })
  .meta({ id: 'EventTime' });
export type EventTime = z.infer<typeof EventTime>;

/** One date of an event, and who comes. */
export const EventOccasion = EventTime.extend({
  going: count(),
  maybe: count(),
  waiting: count(),
  /** The first who come. */
  faces: z.array(PersonInfo).max(limits.cardFaces),
  /** What you answered; null: nothing yet. */
  mine: EventAnswer.nullable(),
  /** Your place among those who wait, from one. */
  place: z.int().positive().nullable(),
}).meta({ id: 'EventOccasion' });
export type EventOccasion = z.infer<typeof EventOccasion>;

/** A date of an event, in lists. */
export const EventCard = z
  .object({
    ...EventTime.shape,
    slug: EventSlug,
    title: z.string(),
    topic: z.string(),
    interests: z.array(InterestSlug),
    language: LanguageTag,
    city: z.string(),
    zone: z.string(),
    cover: PictureHash.nullable(),
    recurs: z.boolean(),
    going: count(),
    capacity: z.int().nullable(),
    /** Who leads it. */
    hosts: z.array(PersonInfo),
    mine: EventAnswer.nullable(),
    /** What you do there. */
    role: EventRole.nullable(),
    draft: z.boolean(),
  })
  .meta({ id: 'EventCard' });
export type EventCard = z.infer<typeof EventCard>;

/** An event with one of its dates, as somebody sees it. */
export const EventPage = z
  .object({
    event: EventInfo,
    interests: z.array(InterestInfo),
    occasion: EventOccasion,
    /** The dates to come, this one among them where it is. */
    dates: z.array(EventTime),
    /** Dates that are over, the latest first. */
    past: z.array(EventTime),
    room: RoomSlug.nullable(),
    /** Whether you may change it. */
    mayEdit: z.boolean(),
    serverTime: at(),
  })
  .meta({ id: 'EventPage' });
export type EventPage = z.infer<typeof EventPage>;

/** What of the calendar is yours. */
export const OwnEvents = z
  .object({
    /** What you come to or are on stage at, then what those you follow announce. */
    soon: z.array(EventCard),
    drafts: z.array(EventCard),
  })
  .meta({ id: 'OwnEvents' });
export type OwnEvents = z.infer<typeof OwnEvents>;

/** What came of a date that is over. */
export const EventRecap = z
  .object({
    event: EventInfo,
    time: EventTime,
    /** How many were there at once at most, and how many people altogether. Nobody is listed. */
    peak: count(),
    people: count(),
    /** The lines that were pinned around that time, in their order. */
    pins: z.array(z.object({ seq: z.int().positive(), text: z.string(), name: z.string(), sentAt: at() })),
    /** What was asked around that time, with most votes first. */
    questions: z.array(
      z.object({ text: z.string(), name: z.string(), votes: count(), answered: z.boolean() }),
    ),
    next: EventTime.nullable(),
    room: RoomSlug.nullable(),
  })
  .meta({ id: 'EventRecap' });
export type EventRecap = z.infer<typeof EventRecap>;
