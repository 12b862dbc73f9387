import { z } from 'zod';
import { notification, request } from './define.ts';
import { stamps } from './lines.ts';

const StampName = z.enum(stamps);

export const reactionRequests = {
  'reaction:send': request({
    summary: 'Shows something to everybody for a moment.',
    input: z.strictObject({ stamp: StampName }),
    output: z.null(),
    state: 'joined',
    may: 'room:listen',
    rate: 'light',
  }),
};

export const reactionNotifications = {
  'reaction:counts': notification(
    'How often what was shown since the last time; ten times a second at most.',
    z.object({ counts: z.partialRecord(StampName, z.int().positive()) }),
  ),
};
