import { z } from 'zod';
import { Reason } from './audit.ts';
import { route } from './define.ts';
import { RoomId, UndoId, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';
import { line, paragraph } from './text.ts';

const nothing = z.strictObject({});
const empty = { params: nothing, query: nothing, body: nothing } as const;
const why = { reason: Reason.default('other'), note: line(0, limits.moderationNote).default('') };

/** Somebody who may not come into the house. */
const HouseBan = z
  .object({
    person: PersonInfo,
    since: z.int(),
    /** In milliseconds since 1970; null: for good. */
    until: z.int().nullable(),
    reason: Reason,
    note: z.string(),
    by: z.string().nullable(),
  })
  .meta({ id: 'HouseBan' });
export type HouseBan = z.infer<typeof HouseBan>;

/** The routes of those who keep order in the whole house. */
export const houseBanRoutes = {
  houseBans: route({
    ...empty,
    summary: 'Who may not come into the house, until when and why, the latest first.',
    method: 'get',
    path: '/house/bans',
    output: z.object({ bans: z.array(HouseBan) }),
    may: 'houseModerator',
    rate: 'light',
  }),
  banFromHouse: route({
    ...empty,
    summary:
      'Keeps somebody out of the whole house for some minutes, null: for good. It can be taken back for ten seconds.',
    method: 'put',
    path: '/house/bans/:id',
    params: z.strictObject({ id: UserId }),
    body: z.strictObject({ ...why, minutes: z.int().min(1).max(limits.restraintMinutes).nullable() }),
    output: z.object({ undo: UndoId }),
    may: 'houseModerator',
    rate: 'heavy',
  }),
  pardonFromHouse: route({
    ...empty,
    summary: 'Lets somebody back into the house before the time.',
    method: 'delete',
    path: '/house/bans/:id',
    params: z.strictObject({ id: UserId }),
    output: z.null(),
    may: 'houseModerator',
    rate: 'light',
  }),
  undoInHouse: route({
    ...empty,
    summary: 'Takes back what one did in the name of the house a moment ago.',
    method: 'post',
    path: '/house/undo',
    body: z.strictObject({ id: UndoId }),
    output: z.null(),
    may: 'houseModerator',
    rate: 'light',
  }),
  closeRoom: route({
    ...empty,
    summary: 'Closes a room for good, with all that was written in it. Everybody in it is told.',
    method: 'post',
    path: '/house/rooms/:id/close',
    params: z.strictObject({ id: RoomId }),
    body: z.strictObject(why),
    output: z.null(),
    may: 'houseModerator',
    rate: 'heavy',
  }),
  appealToHouse: route({
    ...empty,
    summary: 'Objects to being kept out of the house: once for each time.',
    method: 'post',
    path: '/house/appeal',
    body: z.strictObject({ note: paragraph(1, limits.reportNote) }),
    output: z.null(),
    may: 'guest',
    rate: 'heavy',
    outside: true,
  }),
};
