import { z } from 'zod';
import { Reason } from './audit.ts';
import { route } from './define.ts';
import { EventSlug, ReportId, RoomId, RoomSlug, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';
import { Visibility } from './room.ts';
import { paragraph } from './text.ts';

const nothing = z.strictObject({});
const note = paragraph(0, limits.reportNote).default('');

/** A line as it was when it was reported. */
export const Evidence = z.object({
  seq: z.int().positive(),
  author: PersonInfo.pick({ id: true, name: true }),
  text: z.string(),
  sentAt: z.int(),
});
export type Evidence = z.infer<typeof Evidence>;

/** Something that somebody reported, as those see it who decide. */
export const ReportInfo = z
  .object({
    id: ReportId,
    /** `appeal`: somebody who was put out objects. */
    kind: z.enum(['person', 'line', 'room', 'event', 'appeal']),
    /** The name is that of then; what is there no more has neither an address nor a visibility. */
    room: z
      .object({
        id: RoomId,
        name: z.string(),
        slug: RoomSlug.nullable(),
        visibility: Visibility.nullable(),
      })
      .nullable(),
    /** Whom it is about. */
    person: PersonInfo.nullable(),
    /** The event it is about, by its id. */
    event: z.string().nullable(),
    /** Where that event is; null for one that is there no more. */
    eventPage: z.object({ slug: EventSlug, title: z.string() }).nullable(),
    /** The line it is about. */
    seq: z.int().positive().nullable(),
    reporter: PersonInfo.nullable(),
    reason: Reason,
    note: z.string(),
    at: z.int(),
    state: z.enum(['open', 'taken', 'decided']),
    /** Who looks into it, or decided it. */
    by: PersonInfo.nullable(),
    outcome: z.enum(['acted', 'nothing']).nullable(),
    evidence: z.array(Evidence),
    /** Of all that is open about this person, event or room: people with an account count four times as much as guests. */
    weight: z.number(),
    /** Those who moderate the room passed it on to the house. */
    passedOn: z.boolean(),
  })
  .meta({ id: 'ReportInfo' });
export type ReportInfo = z.infer<typeof ReportInfo>;

const asked = { params: nothing, query: nothing, body: nothing, may: 'guest', rate: 'light' } as const;

/** The routes about what people report. */
export const reportRoutes = {
  report: route({
    ...asked,
    summary:
      'Reports a person, a line, a room or an event to those who keep order there. Nobody else is told by whom.',
    method: 'post',
    path: '/reports',
    body: z.strictObject({
      room: RoomSlug,
      person: UserId.optional(),
      seq: z.int().positive().optional(),
      event: z.string().max(40).optional(),
      reason: Reason,
      note,
      /** Sends the last lines of the chat along, as they are now. */
      lines: z.boolean().default(true),
    }),
    output: z.null(),
    rate: 'heavy',
  }),
  appeal: route({
    ...asked,
    summary: 'Objects to being put out of a room: once for each time.',
    method: 'post',
    path: '/rooms/:slug/appeal',
    params: z.strictObject({ slug: RoomSlug }),
    body: z.strictObject({ note: paragraph(1, limits.reportNote) }),
    output: z.null(),
    rate: 'heavy',
  }),
  reports: route({
    ...asked,
    summary: 'What is to be decided in the rooms you moderate, the weightiest first; then what was decided.',
    method: 'get',
    path: '/reports',
    output: z.object({ reports: z.array(ReportInfo) }),
  }),
  passReportOn: route({
    ...asked,
    summary: 'Passes a report of a room you moderate on to those who keep the house.',
    method: 'post',
    path: '/reports/:id/house',
    params: z.strictObject({ id: ReportId }),
    output: z.null(),
  }),
  houseReports: route({
    ...asked,
    summary:
      'What the house is to decide: about rooms, events, and who has a room, what was passed on, and what nobody took for a day.',
    method: 'get',
    path: '/house/reports',
    output: z.object({ reports: z.array(ReportInfo) }),
    may: 'houseModerator',
  }),
  decideReport: route({
    ...asked,
    summary: 'Takes a report, or says what came of it: whoever reported is told.',
    method: 'put',
    path: '/reports/:id',
    params: z.strictObject({ id: ReportId }),
    body: z.strictObject({ outcome: z.enum(['acted', 'nothing']).nullable() }),
    output: z.null(),
  }),
};
