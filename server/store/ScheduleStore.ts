import type {
  CircleId,
  EventDate,
  EventId,
  EventSlug,
  FeedToken,
  RoomId,
  UserId,
} from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { EventAnswer, EventInfo, EventPerson } from '../../protocol/schedule.ts';

/** What is said about an event, as it is kept. */
type Said = Omit<EventInfo, 'id' | 'slug' | 'start' | 'status' | 'author' | 'people' | 'sequence'>;

/** An event as it is kept. */
export interface EventRecord extends Said {
  readonly id: EventId;
  readonly slug: EventSlug;
  readonly status: EventInfo['status'];
  readonly author: PersonInfo;
  readonly people: readonly EventPerson[];
  /** When the first date begins, in milliseconds since 1970. */
  readonly startsAt: number;
  /** Dates that were called off. */
  readonly off: readonly EventDate[];
  /** Dates that were ended before their time, and when. */
  readonly ended: Readonly<Record<EventDate, number>>;
  /** In which room it is; until it is published the one that was chosen. */
  readonly roomId: RoomId | null;
  readonly circleId: CircleId | null;
  readonly sequence: number;
  readonly createdAt: number;
  readonly changedAt: number;
}

/** What somebody answered to one date. */
export interface AnswerRecord {
  readonly eventId: EventId;
  readonly date: EventDate;
  readonly person: PersonInfo;
  readonly answer: EventAnswer;
  readonly at: number;
}

/** Where a calendar elsewhere finds what somebody comes to. */
export interface FeedRecord {
  readonly userId: UserId;
  readonly token: FeedToken;
}

/** What was told of a date to everybody whom it concerns. */
export interface ToldRecord {
  readonly eventId: EventId;
  readonly date: EventDate;
  readonly what: string;
}

/** How many came to a date. */
export interface AttendanceRecord {
  readonly eventId: EventId;
  readonly date: EventDate;
  /** How many were there at once at most, and how many people altogether. */
  readonly peak: number;
  readonly people: number;
}

/** Events, who comes to them, and what came of them. */
export interface ScheduleStore {
  /** All of them, the oldest first. */
  events(): Promise<EventRecord[]>;
  /** Writes an event, new or changed. */
  saveEvent(event: EventRecord): Promise<void>;
  /** Removes an event with all that belongs to it; one that is not there is fine. */
  removeEvent(id: EventId): Promise<void>;
  /** All of them, the earliest first. */
  answers(): Promise<AnswerRecord[]>;
  /** Writes an answer, new or changed. Throws `not_found` for an event that is not kept. */
  saveAnswer(answer: AnswerRecord): Promise<void>;
  /** What was answered to one date counts for another one. */
  moveAnswers(id: EventId, from: EventDate, to: EventDate): Promise<void>;
  feeds(): Promise<FeedRecord[]>;
  /** Writes where somebody's calendar is found, in place of the one before. */
  saveFeed(feed: FeedRecord): Promise<void>;
  told(): Promise<ToldRecord[]>;
  /** Writes that something was told; once is enough. */
  saveTold(told: ToldRecord): Promise<void>;
  attendances(): Promise<AttendanceRecord[]>;
  /** Writes how many came so far. Like a seat it does not wait for the disk. */
  saveAttendance(attendance: AttendanceRecord): Promise<void>;
  /** The marks of who came to a date: they tell the same person from another one, and nothing else. */
  visitors(id: EventId, date: EventDate): Promise<string[]>;
  /** Adds a mark. Like a seat it does not wait for the disk. */
  saveVisitor(id: EventId, date: EventDate, mark: string): Promise<void>;
  /** The marks of a date that is over go. */
  forgetVisitors(id: EventId, date: EventDate): Promise<void>;
}
