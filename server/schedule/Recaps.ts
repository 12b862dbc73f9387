import type { EventDate, EventSlug, RoomSlug, UserId } from '../../protocol/ids.ts';
import type { EventRecap, EventTime } from '../../protocol/schedule.ts';
import { AppError } from '../errors.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { Audience } from '../people/Audience.ts';
import type { Ties } from '../people/Ties.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';
import type { Store } from '../store/Store.ts';
import type { Attendance } from './Attendance.ts';
import type { Calendar } from './Calendar.ts';
import { dateNamed, datesBetween } from './dates.ts';
import type { EventViews } from './EventViews.ts';
import type { Schedule } from './Schedule.ts';

interface Parts {
  readonly store: Pick<Store, 'messages' | 'board'>;
  readonly schedule: Schedule;
  readonly attendance: Pick<Attendance, 'of'>;
  readonly calendar: Pick<Calendar, 'ahead'>;
  readonly views: EventViews;
  readonly ties: Pick<Ties, 'areApart'>;
  readonly rooms: Pick<RoomRegistry, 'find'>;
  readonly audience: Pick<Audience, 'mayEnter'>;
  readonly sanctions: Pick<Sanctions, 'isWelcome'>;
}

/** What was pinned so long before it began, or after it was over, belongs to it. */
const aroundMs = 60 * 60_000;
const mostQuestions = 50;
const dayMs = 24 * 60 * 60_000;

/** What came of the dates of an event that are over. */
export class Recaps {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws `not_found`, and `conflict` for a date that is not over. */
  async of(slug: EventSlug, date: EventDate, asker: UserId | null, now = Date.now()): Promise<EventRecap> {
    const { schedule, attendance, calendar, views, sanctions } = this.#parts;
    const event = schedule.find(slug, asker);
    const time = event.status === 'draft' ? null : dateNamed(event, date);
    if (!time) throw new AppError('not_found', 'There is no such date.');
    if (time.endsAt > now) throw new AppError('conflict', 'It is not over yet.');
    const room = schedule.roomOf(event);
    // What was said in a room is not for whom it has put out.
    const welcome = room && (asker === null || sanctions.isWelcome(room.id, asker));
    const { peak, people } = attendance.of(event.id, date) ?? { peak: 0, people: 0 };
    return {
      event: views.info(event, asker),
      time,
      peak,
      people,
      pins: welcome ? await this.#pinsOf(event, time, asker) : [],
      questions: welcome ? await this.#questionsOf(event, time, asker) : [],
      next: calendar.ahead(event, now).find(({ cancelled }) => !cancelled) ?? null,
      room: room?.slug ?? null,
    };
  }

  /** The date that ended last in a room, within the last day. Throws `not_found` for one that is not for the asker. */
  async last(
    slug: RoomSlug,
    asker: UserId | null,
    now = Date.now(),
  ): Promise<{ event: EventSlug; date: EventDate } | null> {
    const { rooms, audience, schedule } = this.#parts;
    const room = await rooms.find(slug);
    if (!room || !audience.mayEnter(room, asker)) throw new AppError('not_found', 'There is no such room.');
    const ended = schedule.announced
      .filter((event) => event.roomId === room.id && schedule.mayKnow(event, asker))
      .flatMap((event) => datesBetween(event, now - dayMs, now).map((time) => ({ event: event.slug, time })))
      .filter(({ time }) => time.endsAt <= now && !time.cancelled)
      .sort((a, b) => b.time.endsAt - a.time.endsAt);
    return ended[0] ? { event: ended[0].event, date: ended[0].time.date } : null;
  }

  /** What was asked around that time, answered or not, with most votes first. */
  async #questionsOf({ roomId }: EventRecord, time: EventTime, asker: UserId | null) {
    if (roomId === null) return [];
    const { store, ties } = this.#parts;
    return (await store.board.questions(roomId))
      .filter(({ askedAt, author }) => isAround(time, askedAt) && !(asker && ties.areApart(asker, author.id)))
      .map(({ text, author, voters, state }) => ({
        ...{ text, name: author.name, votes: voters.length },
        answered: state === 'answered',
      }))
      .sort((a, b) => b.votes - a.votes)
      .slice(0, mostQuestions);
  }

  /** What its hosts pinned of what was said around that time. */
  async #pinsOf({ roomId }: EventRecord, time: EventTime, asker: UserId | null) {
    if (roomId === null) return [];
    const { store, ties } = this.#parts;
    return (await store.messages.pins(roomId))
      .filter(({ sentAt }) => isAround(time, sentAt))
      .filter(({ author, deleted }) => !deleted && (asker === null || !ties.areApart(asker, author.id)))
      .map(({ seq, text, author, sentAt }) => ({ seq, text, name: author.name, sentAt }));
  }
}

function isAround({ startsAt, endsAt }: EventTime, at: number): boolean {
  return at >= startsAt - aroundMs && at <= endsAt + aroundMs;
}
