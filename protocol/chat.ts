import { z } from 'zod';
import { notification, request } from './define.ts';
import { ClientMessageId, MessageId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';
import { paragraph } from './text.ts';

/** A line of chat. `seq` counts up by one in each room: a gap means that something was missed. */
export const ChatMessage = z
  .object({
    id: MessageId,
    seq: z.int().positive(),
    author: PersonInfo,
    text: z.string(),
    sentAt: z.int(),
    clientMessageId: ClientMessageId,
  })
  .meta({ id: 'ChatMessage' });
export type ChatMessage = z.infer<typeof ChatMessage>;

export const chatRequests = {
  'chat:send': request({
    summary:
      'Says something to everyone in the room. Answered once it is stored; sent again with the same clientMessageId it is stored once.',
    input: z.strictObject({
      clientMessageId: ClientMessageId,
      text: paragraph(1, limits.chatText),
    }),
    output: ChatMessage.pick({ id: true, seq: true, sentAt: true }),
    state: 'joined',
    may: 'chat:send',
    rate: 'chat',
  }),
  'chat:before': request({
    summary: 'The page of messages before a given one, oldest first.',
    input: z.strictObject({ seq: z.int().positive() }),
    output: z.object({ messages: z.array(ChatMessage), more: z.boolean() }),
    state: 'joined',
    may: 'room:listen',
    rate: 'light',
  }),
  'chat:since': request({
    summary: 'The messages after a given one, oldest first: fills a gap.',
    input: z.strictObject({ seq: z.int().nonnegative() }),
    output: z.object({ messages: z.array(ChatMessage), more: z.boolean() }),
    state: 'joined',
    may: 'room:listen',
    rate: 'light',
  }),
};

export const chatNotifications = {
  'chat:message': notification(
    'Something was said. The author gets it too: the list of messages changes by this alone.',
    ChatMessage,
  ),
};
