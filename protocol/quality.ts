import { z } from 'zod';
import { notification, request } from './define.ts';
import { ParticipantId } from './ids.ts';

/** How good somebody's connection is, as their browser judges it. */
export const Quality = z.enum(['good', 'weak', 'bad']);
export type Quality = z.infer<typeof Quality>;

export const qualityRequests = {
  'participant:setQuality': request({
    summary:
      'Says how good the own connection is; told only when that changes, and forgotten with the media.',
    input: z.strictObject({ quality: Quality }),
    output: z.null(),
    state: 'calling',
    may: 'room:listen',
    rate: 'light',
  }),
};

export const qualityNotifications = {
  'room:quality': notification(
    "How good somebody's connection is has changed, the own one included.",
    z.object({ id: ParticipantId, quality: Quality }),
  ),
};
