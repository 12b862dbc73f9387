import { z } from 'zod';
import { notification, request } from './define.ts';
import { ParticipantId, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { CrowdInfo, ParticipantInfo } from './room.ts';
import { line } from './text.ts';

/** Finding somebody where people are counted and not shown one by one. */
export const crowdRequests = {
  'room:people': request({
    summary:
      'Everybody in the room by name, those of the crowd too, page by page; with a query those in whose name it is found.',
    input: z.strictObject({
      query: line(0, limits.participantName).optional(),
      /** Found only where a word of the name begins. */
      begins: z.boolean().optional(),
      /** The last one of the page before. */
      after: z.strictObject({ name: line(0, limits.participantName), id: ParticipantId }).optional(),
    }),
    output: z.object({
      people: z.array(ParticipantInfo).max(limits.peoplePage),
      /** How many were found, on all pages. */
      count: z.int().nonnegative(),
      more: z.boolean(),
    }),
    state: 'joined',
    may: 'room:listen',
    rate: 'light',
  }),
  'room:person': request({
    summary: 'Somebody in the room, who may be in the crowd; null: they are not here.',
    input: z.strictObject({ userId: UserId }),
    output: ParticipantInfo.nullable(),
    state: 'joined',
    may: 'room:listen',
    rate: 'light',
  }),
};

export const crowdNotifications = {
  'room:crowd': notification(
    'How many are counted and not shown one by one, and some of their faces; at most twice a second.',
    CrowdInfo,
  ),
};
