import { z } from 'zod';

// 128 random bits in base64url, or a UUID of mediasoup's.
const id = () => z.string().regex(/^[A-Za-z0-9_-]{16,40}$/);

/** A live or lasting room. */
export const RoomId = id().brand('RoomId');
export type RoomId = z.infer<typeof RoomId>;

/** An event: something announced for a time. */
export const EventId = id().brand('EventId');
export type EventId = z.infer<typeof EventId>;

/** The part of an event's address that names it: `/e/SLUG`. */
export const EventSlug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{2,63}$/)
  .brand('EventSlug');
export type EventSlug = z.infer<typeof EventSlug>;

/** A day, by which one date of an event is known: that of its beginning, where its author lives. */
export const EventDate = z
  .string()
  .regex(/^20[0-9]{2}-[01][0-9]-[0-3][0-9]$/)
  .brand('EventDate');
export type EventDate = z.infer<typeof EventDate>;

/** The secret by which a calendar elsewhere shows what somebody is coming to. */
export const FeedToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{32}$/)
  .brand('FeedToken');
export type FeedToken = z.infer<typeof FeedToken>;

/** The part of a room's address that names it: `/r/SLUG`. */
export const RoomSlug = z
  .string()
  .regex(/^[a-z0-9-]{3,64}$/)
  .brand('RoomSlug');
export type RoomSlug = z.infer<typeof RoomSlug>;

/** A person: a guest today, an account later. Stays the same over rooms and days. */
export const UserId = id().brand('UserId');
export type UserId = z.infer<typeof UserId>;

/** A user in one live room. */
export const ParticipantId = id().brand('ParticipantId');
export type ParticipantId = z.infer<typeof ParticipantId>;

/** A list of people that somebody keeps. */
export const CircleId = id().brand('CircleId');
export type CircleId = z.infer<typeof CircleId>;

/** Friends being rung. */
export const RingId = id().brand('RingId');
export type RingId = z.infer<typeof RingId>;

/** Something a room wants to know. */
export const QuestionId = id().brand('QuestionId');
export type QuestionId = z.infer<typeof QuestionId>;

/** Something a room is asked to choose. */
export const PollId = id().brand('PollId');
export type PollId = z.infer<typeof PollId>;

/** A line of chat. */
export const MessageId = id().brand('MessageId');
export type MessageId = z.infer<typeof MessageId>;

/** A file that somebody sends, or sent. */
export const FileId = id().brand('FileId');
export type FileId = z.infer<typeof FileId>;

/** The name a client gave its line of chat, so that sending it twice stores it once. */
export const ClientMessageId = id().brand('ClientMessageId');
export type ClientMessageId = z.infer<typeof ClientMessageId>;

/** The secret by which a participant comes back to the own seat. */
export const SeatToken = id().brand('SeatToken');
export type SeatToken = z.infer<typeof SeatToken>;

/** A browser in which somebody is signed in. */
export const LoginId = id().brand('LoginId');
export type LoginId = z.infer<typeof LoginId>;

/** A passkey by which somebody signs in. */
export const PasskeyId = id().brand('PasskeyId');
export type PasskeyId = z.infer<typeof PasskeyId>;

/** A link that leads into a room. */
export const InviteId = id().brand('InviteId');
export type InviteId = z.infer<typeof InviteId>;

/** The secret in such a link. */
export const InviteToken = id().brand('InviteToken');
export type InviteToken = z.infer<typeof InviteToken>;

/** Something somebody was told. */
export const NoticeId = id().brand('NoticeId');
export type NoticeId = z.infer<typeof NoticeId>;

/** Something in the log of what was done to keep order. */
export const AuditId = id().brand('AuditId');
export type AuditId = z.infer<typeof AuditId>;

/** Something one did to somebody, as long as it can be taken back. */
export const UndoId = id().brand('UndoId');
export type UndoId = z.infer<typeof UndoId>;

/** Something that somebody reported. */
export const ReportId = id().brand('ReportId');
export type ReportId = z.infer<typeof ReportId>;

export const TransportId = id().brand('TransportId');
export type TransportId = z.infer<typeof TransportId>;

export const ProducerId = id().brand('ProducerId');
export type ProducerId = z.infer<typeof ProducerId>;

export const ConsumerId = id().brand('ConsumerId');
export type ConsumerId = z.infer<typeof ConsumerId>;

/** An interest, by its English short name: `astronomy`. */
export const InterestSlug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,31}$/)
  .brand('InterestSlug');
export type InterestSlug = z.infer<typeof InterestSlug>;
