import ical, { type ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import type { EventTime } from '../../protocol/schedule.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';
import { datesBetween, ruleOf } from './dates.ts';
import { horizonMs } from './Schedule.ts';

/** Where events are found, for those who look at them elsewhere. */
export interface Site {
  /** `https://hobnob.example` */
  readonly origin: string;
  readonly name: string;
}

const refreshSeconds = 3_600;
const product = { company: 'Hobnob', product: 'Hobnob', language: 'EN' };

/** A calendar as files of calendars are written (RFC 5545), of whole events with all their dates. */
export function calendarOf(events: readonly EventRecord[], { origin, name }: Site): string {
  const calendar = emptyCalendar(name);
  for (const event of events) addSeries(calendar, event, origin);
  return calendar.toString();
}

/** A calendar of single dates: what somebody comes to. */
export function datesCalendar(
  dates: readonly { readonly event: EventRecord; readonly time: EventTime }[],
  { origin, name }: Site,
): string {
  const calendar = emptyCalendar(name);
  for (const { event, time } of dates) {
    calendar.createEvent({
      ...about(event, origin, time),
      id: `${event.id}-${time.date}@${hostOf(origin)}`,
      start: Temporal.Instant.fromEpochMilliseconds(time.startsAt),
      end: Temporal.Instant.fromEpochMilliseconds(time.endsAt),
    });
  }
  return calendar.toString();
}

/** One that comes again is written with its rule and by the clock where it is at home, so it moves with that. */
function addSeries(calendar: ICalCalendar, event: EventRecord, origin: string): void {
  const id = `${event.id}@${hostOf(origin)}`;
  const rule = ruleOf(event);
  const whole = { ...about(event, origin), id, ...spanOf(event, event.startsAt, rule !== null) };
  calendar.createEvent({ ...whole, ...(rule !== null && { repeating: `RRULE:${rule}` }) });
  if (rule === null || event.status === 'cancelled') return;
  // What was called off is said as such, so that it does not just vanish.
  const dates = datesBetween(event, event.startsAt - 1, Date.now() + horizonMs);
  for (const time of dates.filter(({ cancelled }) => cancelled)) {
    const span = spanOf(event, time.startsAt, true);
    calendar.createEvent({ ...about(event, origin, time), id, ...span, recurrenceId: span.start });
  }
}

function spanOf({ zone, minutes }: EventRecord, startsAt: number, recurs: boolean) {
  const start = Temporal.Instant.fromEpochMilliseconds(startsAt);
  const end = start.add({ minutes });
  if (!recurs) return { start, end };
  return { start: start.toZonedDateTimeISO(zone), end: end.toZonedDateTimeISO(zone), timezone: zone };
}

function about(event: EventRecord, origin: string, time?: EventTime) {
  const url = `${origin}/e/${event.slug}${time ? `?date=${time.date}` : ''}`;
  const cancelled = event.status === 'cancelled' || time?.cancelled;
  return {
    summary: event.title,
    description: [event.topic, event.description, url].filter(Boolean).join('\n\n'),
    location: url,
    url,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    sequence: event.sequence,
    stamp: new Date(event.changedAt),
    created: new Date(event.createdAt),
    lastModified: new Date(event.changedAt),
  };
}

function emptyCalendar(name: string): ICalCalendar {
  return ical({
    ...{ name, prodId: product, method: ICalCalendarMethod.PUBLISH, ttl: refreshSeconds },
    timezone: { name: null, generator: zoneBlock },
  });
}

/** What a zone's clocks do, for calendars that do not know by themselves. */
function zoneBlock(zone: string): string | null {
  const block = tzlib_get_ical_block(zone);
  return typeof block === 'string' ? null : (block[0] ?? null);
}

function hostOf(origin: string): string {
  return new URL(origin).host;
}
