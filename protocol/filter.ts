import { z } from 'zod';
import { request } from './define.ts';
import { limits } from './limits.ts';
import { line } from './text.ts';

/** Who writes links in a room: everybody, members and above, or moderators alone. */
export const LinkWriters = z.enum(['everyone', 'members', 'nobody']);
export type LinkWriters = z.infer<typeof LinkWriters>;

const Words = z.array(line(1, limits.filteredWord)).max(limits.filteredWords);

/** What nobody writes in a room but its moderators, who alone see which words that are. */
export const filterRequests = {
  'filter:list': request({
    summary: 'The words that are not written in this room.',
    input: z.strictObject({}),
    output: z.object({ words: Words }),
    state: 'joined',
    may: 'chat:moderate',
    rate: 'light',
  }),
  'filter:set': request({
    summary:
      'Says which words are not written in this room, whatever their case or accents, and who writes links.',
    input: z.strictObject({ words: Words, links: LinkWriters }),
    output: z.null(),
    state: 'joined',
    may: 'chat:moderate',
    rate: 'heavy',
  }),
};
