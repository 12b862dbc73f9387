import { z } from 'zod';
import { ChatMessage, MessagePage, where } from './chat.ts';
import { notification, request } from './define.ts';
import { UserId } from './ids.ts';
import { limits } from './limits.ts';
import { line } from './text.ts';

const place = () => z.int().positive();
const reading = { state: 'chatting', may: 'room:listen', rate: 'light' } as const;

/** How far somebody read the chat of a room. */
export const ReadMark = z.object({
  /** The last line that was read; 0: none yet. */
  seq: z.int().nonnegative(),
  /** Later lines that name the reader, by their places. */
  mentions: z.array(z.int().positive()),
});
export type ReadMark = z.infer<typeof ReadMark>;

export const chatReadingRequests = {
  'chat:read': request({
    ...reading,
    summary:
      'Says how far one has read. It never goes back, and is the same in every tab and on every device.',
    input: z.strictObject({ ...where, seq: place() }),
    output: z.null(),
  }),
  'chat:after': request({
    ...reading,
    summary: 'The page of messages after a given one, oldest first.',
    input: z.strictObject({ ...where, seq: place() }),
    output: MessagePage,
  }),
  'chat:around': request({
    ...reading,
    summary: 'The messages around a given one, oldest first, and whether there are earlier and later ones.',
    input: z.strictObject({ ...where, seq: place() }),
    output: z.object({ messages: z.array(ChatMessage), more: z.boolean(), later: z.boolean() }),
  }),
  'chat:search': request({
    ...reading,
    summary:
      'The lines that have all these words, the latest first: whole words or, of the last one, its beginning.',
    input: z.strictObject({
      ...where,
      text: line(1, limits.searchText),
      /** Only lines before this one. */
      before: place().optional(),
    }),
    output: MessagePage,
    rate: 'chat',
  }),
  'chat:typing': request({
    ...reading,
    may: 'chat:send',
    summary: 'Says that one is writing. Told others at most every three seconds, and nobody in a large room.',
    input: z.strictObject(where),
    output: z.null(),
  }),
};

export const chatReadingNotifications = {
  'chat:typing': notification(
    'Somebody is writing, or was five seconds ago.',
    z.object({ ...where, userId: UserId }),
  ),
  'chat:readUpTo': notification(
    'You have read so far, in another tab.',
    z.object({ ...where, seq: z.int().positive() }),
  ),
};
