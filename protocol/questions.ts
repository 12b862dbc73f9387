import { z } from 'zod';
import { notification, request } from './define.ts';
import { QuestionId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';
import { line } from './text.ts';

/** `answering` is what the stage speaks about: one at a time. */
const QuestionState = z.enum(['open', 'answering', 'answered']);

/** Something somebody wants to know, and how many do. */
export const QuestionInfo = z
  .object({
    id: QuestionId,
    author: PersonInfo,
    text: z.string(),
    askedAt: z.int(),
    state: QuestionState,
    votes: z.int().nonnegative(),
  })
  .meta({ id: 'QuestionInfo' });
export type QuestionInfo = z.infer<typeof QuestionInfo>;

const Questions = z.array(QuestionInfo);
const joined = { state: 'joined', rate: 'light' } as const;
const one = z.strictObject({ questionId: QuestionId });

export const questionRequests = {
  'question:list': request({
    ...joined,
    summary: 'The questions of the room: what is open, most votes first, then the latest that were answered.',
    input: z.strictObject({}),
    output: z.object({
      questions: Questions,
      /** Those you voted for. */
      voted: z.array(QuestionId),
    }),
    may: 'room:listen',
    rate: 'heavy',
  }),
  'question:search': request({
    ...joined,
    summary: 'Questions of the room, open or answered, that have all words of a text; the latest first.',
    input: z.strictObject({ text: line(1, limits.searchText) }),
    output: z.object({ questions: Questions }),
    may: 'room:listen',
    rate: 'heavy',
  }),
  'question:ask': request({
    ...joined,
    summary: 'Asks something; that is a vote for it too.',
    input: z.strictObject({ text: line(1, limits.question) }),
    output: QuestionInfo,
    may: 'chat:send',
    rate: 'chat',
  }),
  'question:vote': request({
    ...joined,
    summary: 'Wants to know it too, once, or no longer.',
    input: z.strictObject({ questionId: QuestionId, on: z.boolean() }),
    output: z.null(),
    may: 'room:listen',
  }),
  'question:settle': request({
    ...joined,
    summary:
      'Says that a question is being answered, which ends the one before, is answered, or is open again.',
    input: z.strictObject({ questionId: QuestionId, state: QuestionState }),
    output: z.null(),
    may: 'stage:manage',
  }),
  'question:remove': request({
    ...joined,
    summary: 'Takes a question away: the own one, or as a host any.',
    input: one,
    output: z.null(),
    may: 'room:listen',
  }),
};

export const questionNotifications = {
  'question:changed': notification('A question is new, or otherwise than before.', QuestionInfo),
  'question:gone': notification('A question was taken away.', z.object({ id: QuestionId })),
};
