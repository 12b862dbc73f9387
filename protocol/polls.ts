import { z } from 'zod';
import { notification, request } from './define.ts';
import { PollId } from './ids.ts';
import { limits } from './limits.ts';
import { line } from './text.ts';

const PollKind = z.enum(['single', 'multiple']);
const choices = z
  .array(
    z
      .int()
      .min(0)
      .max(limits.pollOptions - 1),
  )
  .min(1)
  .max(limits.pollOptions)
  .refine((all) => new Set(all).size === all.length, 'names a choice twice');

/** A poll as somebody may see it: counts are for those who voted, for hosts, and for everybody once it is closed. */
export const PollInfo = z
  .object({
    id: PollId,
    text: z.string(),
    options: z.array(z.string()),
    kind: PollKind,
    openedAt: z.int(),
    closedAt: z.int().nullable(),
    /** How many people voted. */
    voters: z.int().nonnegative(),
    /** How often each option was chosen; null for who is not to see it yet. */
    counts: z.array(z.int().nonnegative()).nullable(),
    /** What you chose; empty: nothing yet. */
    mine: z.array(z.int()),
  })
  .meta({ id: 'PollInfo' });
export type PollInfo = z.infer<typeof PollInfo>;

const joined = { state: 'joined', rate: 'light' } as const;
const one = z.strictObject({ pollId: PollId });

export const pollRequests = {
  'poll:list': request({
    ...joined,
    summary: 'The polls of the room, the latest first.',
    input: z.strictObject({}),
    output: z.object({ polls: z.array(PollInfo) }),
    may: 'room:listen',
  }),
  'poll:open': request({
    ...joined,
    summary: 'Asks everybody to choose.',
    input: z.strictObject({
      text: line(1, limits.question),
      options: z.array(line(1, limits.pollOption)).min(2).max(limits.pollOptions),
      kind: PollKind.default('single'),
    }),
    output: PollInfo,
    may: 'stage:manage',
    rate: 'heavy',
  }),
  'poll:vote': request({
    ...joined,
    summary: 'Chooses, in the place of what was chosen before.',
    input: z.strictObject({ pollId: PollId, choices }),
    output: PollInfo,
    may: 'room:listen',
  }),
  'poll:close': request({
    ...joined,
    summary: 'Ends a poll; everybody sees what came of it.',
    input: one,
    output: z.null(),
    may: 'stage:manage',
  }),
  'poll:remove': request({
    ...joined,
    summary: 'Takes a poll away, with all votes.',
    input: one,
    output: z.null(),
    may: 'stage:manage',
  }),
};

export const pollNotifications = {
  'poll:changed': notification('A poll is new, or otherwise than before, as far as you may see.', PollInfo),
  'poll:gone': notification('A poll was taken away.', z.object({ id: PollId })),
};
