import { z } from 'zod';
import { ChatMessage } from './chat.ts';
import { ReadMark } from './chatReading.ts';
import { notification, request, route } from './define.ts';
import { RoomId, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';
import { RoomInfo } from './room.ts';
import { line } from './text.ts';

const nothing = z.strictObject({});

/** A room for a few people, of which nobody else knows: two who talk with each other (`direct`), or a group (`members`). */
export const Conversation = z
  .object({
    room: RoomInfo,
    /** Everybody who belongs to it, you too, in the order in which they came to. */
    people: z.array(PersonInfo),
    /** What was said last. */
    last: ChatMessage.nullable(),
    /** Lines after the last one you read, and how many of them name you. */
    unread: z.int().nonnegative(),
    mentions: z.int().nonnegative(),
    /** Who is in its call. */
    callers: z.array(UserId),
    /** False once the two are not friends any more: what was written stays. */
    writable: z.boolean(),
  })
  .meta({ id: 'Conversation' });
export type Conversation = z.infer<typeof Conversation>;

/** A conversation with the latest page of its chat. */
export const OpenConversation = z
  .object({
    conversation: Conversation,
    /** Oldest first. */
    messages: z.array(ChatMessage),
    moreMessages: z.boolean(),
    chatRevision: z.int().nonnegative(),
    pins: z.array(ChatMessage),
    /** Left out: nothing was ever read here. */
    chatRead: ReadMark.optional(),
  })
  .meta({ id: 'OpenConversation' });
export type OpenConversation = z.infer<typeof OpenConversation>;

const own = { may: 'guest', rate: 'light', query: nothing } as const;
const one = { params: z.strictObject({ roomId: RoomId }) };
const somebody = { params: z.strictObject({ roomId: RoomId, userId: UserId }), body: nothing };

/** The routes about conversations: each answers as it is then. */
export const conversationRoutes = {
  conversations: route({
    ...own,
    summary: 'Your conversations, the one in which something was said last first.',
    method: 'get',
    path: '/me/conversations',
    params: nothing,
    body: nothing,
    output: z.object({ conversations: z.array(Conversation) }),
  }),
  conversation: route({
    ...own,
    ...one,
    summary: 'One of your conversations.',
    method: 'get',
    path: '/me/conversations/:roomId',
    body: nothing,
    output: Conversation,
  }),
  beginConversation: route({
    ...own,
    summary:
      'Begins a conversation with friends. With one of them and without a name it is the one there is for the two of you.',
    method: 'post',
    path: '/me/conversations',
    params: nothing,
    body: z.strictObject({
      people: z
        .array(UserId)
        .min(1)
        .max(limits.conversationPeople - 1),
      name: line(0, limits.roomName).default(''),
    }),
    output: Conversation,
    rate: 'heavy',
  }),
  renameConversation: route({
    ...own,
    ...one,
    summary: 'Names a group; with nothing, it goes by the names of its people. For whoever opened it.',
    method: 'put',
    path: '/me/conversations/:roomId',
    body: z.strictObject({ name: line(0, limits.roomName) }),
    output: Conversation,
  }),
  addToConversation: route({
    ...own,
    ...somebody,
    summary: 'Takes a friend of yours into a group. They read what was written before, too.',
    method: 'put',
    path: '/me/conversations/:roomId/people/:userId',
    output: Conversation,
  }),
  removeFromConversation: route({
    ...own,
    ...somebody,
    summary: 'Leaves a group, or takes somebody out of one that you opened. The last one to leave ends it.',
    method: 'delete',
    path: '/me/conversations/:roomId/people/:userId',
    output: z.null(),
  }),
};

export const conversationRequests = {
  'conversation:open': request({
    summary: 'A conversation with its latest lines. What is said there afterwards comes as `chat:message`.',
    input: z.strictObject({ roomId: RoomId }),
    output: OpenConversation,
    state: 'connected',
    may: 'guest',
    rate: 'light',
  }),
};

export const conversationNotifications = {
  'conversation:changed': notification(
    'Somebody came to belong to one of your conversations or left it, its name or its call is another one: ask again.',
    z.object({ roomId: RoomId }),
  ),
};
