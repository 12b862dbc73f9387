import type { EventId, InterestSlug, RoomSlug, UserId } from '../../protocol/ids.ts';
import type { EventCard, EventTime, OwnEvents } from '../../protocol/schedule.ts';
import type { Ties } from '../people/Ties.ts';
import { folded } from '../searchTerms.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';
import type { Store } from '../store/Store.ts';
import type { Answers } from './Answers.ts';
import { datesBetween } from './dates.ts';
import { type EventViews, roleIn } from './EventViews.ts';
import { horizonMs, type Schedule } from './Schedule.ts';

interface Parts {
  readonly store: Pick<Store, 'profiles'>;
  readonly schedule: Schedule;
  readonly answers: Answers;
  readonly views: EventViews;
  readonly ties: Pick<Ties, 'of' | 'friendsOf'>;
}

/** Which events to list. */
interface EventFilter {
  readonly interest?: InterestSlug | undefined;
  readonly language?: string | undefined;
  readonly city?: string | undefined;
  readonly room?: RoomSlug | undefined;
  readonly limit: number;
}

interface Occurrence {
  readonly event: EventRecord;
  readonly time: EventTime;
}

const dayMs = 24 * 60 * 60_000;
/** Of one that comes again: so many dates, as far as they are within so long a time. */
const mostDates = 5;
const nearMs = 35 * dayMs;
const mostFollowed = 8;

/** What is to come: in an interest, in a city, of those somebody follows. */
export class Calendar {
  readonly #parts: Parts;
  /** Working out the dates of a rule takes longer than all else here. */
  readonly #known = new Map<EventId, { event: EventRecord; at: number; dates: EventTime[] }>();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.schedule.on('removed', ({ id }) => this.#known.delete(id));
  }

  /** The dates to come that somebody comes upon, and the cities they are at home in. */
  events(
    { interest, language, city, room, limit }: EventFilter,
    asker: UserId | null,
    now = Date.now(),
  ): { events: EventCard[]; cities: string[] } {
    const { schedule, views } = this.#parts;
    const fitting = schedule.announced.filter(
      (event) =>
        (interest === undefined || event.interests.includes(interest)) &&
        (language === undefined || event.language === language) &&
        (room === undefined || schedule.roomOf(event)?.slug === room) &&
        schedule.isListedFor(event, asker),
    );
    const there = fitting.filter((event) => city === undefined || cityKey(event.city) === cityKey(city));
    const dates = there.flatMap((event) => this.#near(event, now));
    const cities = new Map(fitting.map(({ city: name }) => [cityKey(name), name]));
    cities.delete('');
    return {
      events: inOrder(dates)
        .slice(0, limit)
        .map(({ event, time }) => views.card(event, time, asker)),
      cities: [...cities.values()].sort((a, b) => a.localeCompare(b)),
    };
  }

  /** What somebody comes to or is on stage at, and the next dates of what they follow. */
  async own(userId: UserId, now = Date.now()): Promise<OwnEvents> {
    const { store, schedule, answers, views, ties } = this.#parts;
    const answered = answers.by(userId).flatMap(({ eventId, date, answer }): Occurrence[] => {
      const event = schedule.byId(eventId);
      if (!event || answer === 'not' || !schedule.mayKnow(event, userId)) return [];
      const time = this.ahead(event, now).find((other) => other.date === date);
      return time ? [{ event, time }] : [];
    });
    const staged = schedule
      .of(userId)
      .filter((event) => event.status === 'published' && schedule.mayKnow(event, userId))
      .flatMap((event) => this.#next(event, now));
    const own = new Map([...staged, ...answered].map((date) => [keyOf(date), date]));
    const profile = await store.profiles.find(userId);
    const interests = new Set<string>([
      ...(profile?.profile.interests ?? []),
      ...ties.of(userId, 'interest'),
    ]);
    const people = new Set<string>([...ties.of(userId, 'follow'), ...ties.friendsOf(userId)]);
    const rooms = new Set<string>(ties.of(userId, 'room'));
    const followed = schedule.announced
      .filter(
        (event) =>
          (event.interests.some((slug) => interests.has(slug)) ||
            people.has(event.author.id) ||
            event.people.some(({ person }) => people.has(person.id)) ||
            (event.roomId !== null && rooms.has(event.roomId))) &&
          schedule.isListedFor(event, userId),
      )
      .flatMap((event) => this.#next(event, now))
      .filter((date) => !own.has(keyOf(date)) && answers.of(userId, date.event.id, date.time.date) !== 'not');
    const soon = inOrder([...own.values(), ...inOrder(followed).slice(0, mostFollowed)]);
    return {
      soon: soon.map(({ event, time }) => views.card(event, time, userId)),
      drafts: schedule.draftsOf(userId).flatMap((event) => {
        const [time] = datesBetween(event, event.startsAt - 1, event.startsAt + horizonMs);
        return time ? [views.card(event, time, userId)] : [];
      }),
    };
  }

  /** The dates somebody is coming to, perhaps comes to, or is on stage at. */
  datesOf(userId: UserId, now = Date.now()): Occurrence[] {
    const { schedule, answers } = this.#parts;
    return schedule.announced
      .filter((event) => schedule.mayKnow(event, userId))
      .flatMap((event) =>
        this.ahead(event, now).flatMap((time) => {
          const answer = answers.of(userId, event.id, time.date);
          const comes = answer !== null && answer !== 'not';
          return comes || (answer === null && roleIn(event, userId)) ? [{ event, time }] : [];
        }),
      );
  }

  /** Whole events with all their dates, as everybody may know of them; what was called off stays for a while. */
  series({ interest, room }: Pick<EventFilter, 'interest' | 'room'>, now = Date.now()): EventRecord[] {
    const { schedule } = this.#parts;
    return schedule.announced.filter(
      (event) =>
        (interest === undefined || event.interests.includes(interest)) &&
        (room === undefined || schedule.roomOf(event)?.slug === room) &&
        // The address of a room's own dates is a link like that of the room.
        (room === undefined
          ? schedule.isListedFor(event, null)
          : schedule.roomOf(event)?.visibility === 'open') &&
        datesBetween(event, now - nearMs, now + horizonMs).length > 0,
    );
  }

  #next(event: EventRecord, now: number): Occurrence[] {
    const time = this.ahead(event, now).find(({ cancelled }) => !cancelled);
    return time && event.status === 'published' ? [{ event, time }] : [];
  }

  #near(event: EventRecord, now: number): Occurrence[] {
    if (event.status !== 'published') return [];
    const near = this.ahead(event, now)
      .filter(({ startsAt, cancelled }) => startsAt < now + nearMs && !cancelled)
      .slice(0, mostDates)
      .map((time) => ({ event, time }));
    return near.length > 0 ? near : this.#next(event, now);
  }

  /** The dates of an event that are on or to come. */
  ahead(event: EventRecord, now: number): EventTime[] {
    let known = this.#known.get(event.id);
    if (!known || known.event !== event || now < known.at || now > known.at + dayMs) {
      known = { event, at: now, dates: datesBetween(event, now, now + horizonMs) };
      this.#known.set(event.id, known);
    }
    return known.dates.filter(({ endsAt }) => endsAt > now);
  }
}

function inOrder(dates: readonly Occurrence[]): Occurrence[] {
  return [...dates].sort((a, b) => a.time.startsAt - b.time.startsAt);
}

function keyOf({ event, time }: Occurrence): string {
  return `${event.id} ${time.date}`;
}

/** The same city, however it is written. */
function cityKey(city: string): string {
  return folded(city).trim();
}
