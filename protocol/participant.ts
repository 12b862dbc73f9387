import { z } from 'zod';
import { request } from './define.ts';
import { PersonName } from './people.ts';

/** What people do about themselves in a room. */
export const participantRequests = {
  'participant:rename': request({
    summary: 'Takes another name, here and in rooms to come.',
    input: z.strictObject({ name: PersonName }),
    output: z.null(),
    state: 'joined',
    may: 'room:listen',
    rate: 'heavy',
  }),
};
