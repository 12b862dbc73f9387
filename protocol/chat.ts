import { z } from 'zod';
import { notification, request } from './define.ts';
import { ChatFile } from './files.ts';
import { ClientMessageId, FileId, MessageId, RoomId, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { stamps } from './lines.ts';
import { PersonInfo } from './people.ts';
import { LinkPreview } from './previews.ts';
import { paragraph } from './text.ts';

/** The line that another one answers, as it is by now; `text` is its beginning. */
export const QuotedMessage = z.object({
  seq: z.int().positive(),
  authorId: UserId,
  name: z.string(),
  text: z.string(),
  deleted: z.boolean(),
});
export type QuotedMessage = z.infer<typeof QuotedMessage>;

/** A stamp under a line, and who put it there, in their order. */
export const Reaction = z.object({
  stamp: z.enum(stamps),
  people: z.array(z.object({ id: UserId, name: z.string() })),
});
export type Reaction = z.infer<typeof Reaction>;

/** Somebody named in a line, as `@` and this name in its text. */
export const Mention = z.object({ id: UserId, name: z.string() });
export type Mention = z.infer<typeof Mention>;

/**
 * A line of chat. `seq` is its place: it counts up by one in each room. `revision` counts up by one with everything
 * that changes in the room's chat, a new line, another text, a reaction: a gap means that something was missed.
 */
export const ChatMessage = z
  .object({
    id: MessageId,
    seq: z.int().positive(),
    revision: z.int().positive(),
    author: PersonInfo,
    /** Empty once it is deleted. */
    text: z.string(),
    sentAt: z.int(),
    editedAt: z.int().nullable(),
    deleted: z.boolean(),
    answers: QuotedMessage.nullable(),
    reactions: z.array(Reaction),
    mentions: z.array(Mention),
    /** What it carries, in this order. */
    files: z.array(ChatFile).optional(),
    /** What the page says that it links to. */
    preview: LinkPreview.optional(),
    /** A host wants everybody to find it. */
    pinned: z.boolean(),
    clientMessageId: ClientMessageId,
    /** You and its author are kept apart: only its place is told. */
    hidden: z.boolean().optional(),
  })
  .meta({ id: 'ChatMessage' });
export type ChatMessage = z.infer<typeof ChatMessage>;

/** Of a line, in its room. */
const place = () => z.int().positive();
/** Who is named in it: people in the room, or who wrote there. Others are left out, and whose name is not in the text. */
const mentions = () => z.array(UserId).max(limits.mentions).default([]);

/** Where it is: a conversation one belongs to. Left out: the room one is in. */
export const where = { roomId: RoomId.optional() };

/** A part of a room's chat, and whether there is more of it in the direction asked for. */
export const MessagePage = z.object({ messages: z.array(ChatMessage), more: z.boolean() });
const oneLine = { state: 'chatting', may: 'chat:send', rate: 'chat', output: ChatMessage } as const;

export const chatRequests = {
  'chat:send': request({
    summary:
      'Says something to everyone in the room. Answered once it is stored; sent again with the same clientMessageId it is stored once.',
    input: z
      .strictObject({
        ...where,
        clientMessageId: ClientMessageId,
        text: paragraph(0, limits.chatText),
        /** The place of the line it answers. */
        answers: place().nullable().default(null),
        mentions: mentions(),
        /** Files of one's own, sent to this room, each carried by no other line. */
        files: z.array(FileId).max(limits.filesPerLine).default([]),
      })
      .refine(({ text, files }) => text !== '' || files.length > 0, 'says nothing'),
    output: ChatMessage.pick({ id: true, seq: true, revision: true, sentAt: true }),
    state: 'chatting',
    may: 'chat:send',
    rate: 'chat',
  }),
  'chat:edit': request({
    ...oneLine,
    summary: 'Gives a line of one’s own another text.',
    input: z.strictObject({
      ...where,
      seq: place(),
      text: paragraph(1, limits.chatText),
      mentions: mentions(),
    }),
  }),
  'chat:delete': request({
    ...oneLine,
    summary:
      'Takes a line away, one’s own or, for hosts, anybody’s: its place stays, its text is gone for good.',
    input: z.strictObject({ ...where, seq: place() }),
  }),
  'chat:dropPreview': request({
    ...oneLine,
    summary: 'Takes away what is shown of the page that a line of one’s own links to.',
    input: z.strictObject({ ...where, seq: place() }),
  }),
  'chat:react': request({
    ...oneLine,
    summary: 'Puts a stamp of one’s own under a line, or takes it away.',
    input: z.strictObject({ ...where, seq: place(), stamp: z.enum(stamps), on: z.boolean() }),
  }),
  'chat:pin': request({
    ...oneLine,
    may: 'chat:moderate',
    summary: 'Pins a line, so that everybody finds it, or lets it go.',
    input: z.strictObject({ ...where, seq: place(), pinned: z.boolean() }),
  }),
  'chat:before': request({
    summary: 'The page of messages before a given one, oldest first.',
    input: z.strictObject({ ...where, seq: place() }),
    output: MessagePage,
    state: 'chatting',
    may: 'room:listen',
    rate: 'light',
  }),
  'chat:changes': request({
    summary:
      'Everything that changed since a revision, each line once and as it is now, in the order of revisions.',
    input: z.strictObject({ ...where, revision: z.int().nonnegative() }),
    output: MessagePage,
    state: 'chatting',
    may: 'room:listen',
    rate: 'light',
  }),
};

export const chatNotifications = {
  'chat:message': notification(
    'Something was said. The author gets it too: the list of messages changes by this alone.',
    ChatMessage.extend(where),
  ),
  'chat:messages': notification(
    'Several lines were said in one moment in a room in which many read: like chat:message for each, in this order.',
    z.object({ ...where, messages: z.array(ChatMessage) }),
  ),
  'chat:changed': notification(
    'A line was given another text, taken away, reacted to, or pinned.',
    ChatMessage.extend(where),
  ),
};
