import type { EventDate, EventSlug, InterestSlug, UserId } from '../../protocol/ids.ts';
import type { InterestInfo } from '../../protocol/interest.ts';
import { limits } from '../../protocol/limits.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type {
  EventCard,
  EventInfo,
  EventOccasion,
  EventPage,
  EventPerson,
  EventRole,
  EventTime,
} from '../../protocol/schedule.ts';
import { AppError } from '../errors.ts';
import type { Ties } from '../people/Ties.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';
import type { Answers } from './Answers.ts';
import { dateNamed, datesBetween, earlyMs, wallOf } from './dates.ts';
import { horizonMs, type Schedule } from './Schedule.ts';

interface Parts {
  readonly schedule: Schedule;
  readonly answers: Answers;
  readonly ties: Pick<Ties, 'areApart'>;
  readonly interests: { interests(): InterestInfo[] };
}

const mostDates = 12;
const mostPast = 6;

/** Events as somebody may see them: without people they are kept apart from. */
export class EventViews {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  info(event: EventRecord, asker: UserId | null): EventInfo {
    const { roomId, circleId, startsAt, off, ended, createdAt, changedAt, people, ...same } = event;
    return { ...same, start: wallOf(startsAt, event.zone), people: this.#onStage(people, asker) };
  }

  /** Throws `not_found` for an event or a date that there is none of. */
  page(slug: EventSlug, named: EventDate | undefined, asker: UserId | null, now = Date.now()): EventPage {
    const { schedule, interests } = this.#parts;
    const event = schedule.find(slug, asker);
    const dates = datesBetween(event, now, now + horizonMs).slice(0, mostDates);
    const past = datesBetween(event, event.startsAt - earlyMs, now)
      .filter(({ endsAt }) => endsAt <= now)
      .slice(-mostPast)
      .reverse();
    const next = dates.find(({ cancelled }) => !cancelled) ?? dates[0] ?? past[0];
    const time = named === undefined ? next : dateNamed(event, named);
    if (!time) throw new AppError('not_found', 'There is no such date.');
    return {
      event: this.info(event, asker),
      interests: interests.interests().filter((interest) => event.interests.includes(interest.slug)),
      occasion: this.occasion(event, time, asker),
      dates,
      past: event.status === 'draft' ? [] : past,
      room: schedule.roomOf(event)?.slug ?? null,
      mayEdit: schedule.mayEdit(event, asker),
      serverTime: now,
    };
  }

  /** One date, and who comes. */
  occasion(event: EventRecord, time: EventTime, asker: UserId | null): EventOccasion {
    const { answers } = this.#parts;
    const { id, status } = event;
    const going = answers.to(id, time.date, 'going');
    const waiting = answers.to(id, time.date, 'waiting');
    const place = waiting.findIndex(({ person }) => person.id === asker) + 1;
    return {
      ...time,
      cancelled: time.cancelled || status === 'cancelled',
      going: going.length,
      maybe: answers.to(id, time.date, 'maybe').length,
      waiting: waiting.length,
      faces: this.#seen(
        going.map(({ person }) => person),
        asker,
      ).slice(0, limits.cardFaces),
      mine: asker && answers.of(asker, id, time.date),
      place: place > 0 ? place : null,
    };
  }

  card(event: EventRecord, time: EventTime, asker: UserId | null): EventCard {
    const { answers } = this.#parts;
    const { slug, title, topic, interests, language, city, zone, cover, capacity, status } = event;
    return {
      ...{ ...time, slug, title, topic, language, city, zone, cover, capacity },
      interests: [...interests] as InterestSlug[],
      cancelled: time.cancelled || status === 'cancelled',
      recurs: event.recurrence !== null,
      going: answers.to(event.id, time.date, 'going').length,
      hosts: this.hostsOf(event, asker),
      mine: asker && answers.of(asker, event.id, time.date),
      role: asker && roleIn(event, asker),
      draft: status === 'draft',
    };
  }

  /** Who leads an event, its author first. */
  hostsOf({ author, people }: EventRecord, asker: UserId | null): PersonInfo[] {
    const hosts = people.filter(({ role }) => role === 'host').map(({ person }) => person);
    return this.#seen([author, ...hosts], asker);
  }

  #onStage(people: readonly EventPerson[], asker: UserId | null): EventPerson[] {
    return people.filter(({ person }) => asker === null || !this.#parts.ties.areApart(asker, person.id));
  }

  #seen(people: readonly PersonInfo[], asker: UserId | null): PersonInfo[] {
    return people.filter(({ id }) => asker === null || !this.#parts.ties.areApart(asker, id));
  }
}

/** What somebody does at an event; its author leads it. */
export function roleIn({ author, people }: EventRecord, userId: UserId): EventRole | null {
  if (author.id === userId) return 'host';
  return people.find(({ person }) => person.id === userId)?.role ?? null;
}
