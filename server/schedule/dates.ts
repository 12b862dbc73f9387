import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { EventDate } from '../../protocol/ids.ts';
import { type Recurrence, weekdays } from '../../protocol/recurrence.ts';
import type { EventTime } from '../../protocol/schedule.ts';
import { AppError } from '../errors.ts';

/** When an event is, on all its dates. */
export interface Timing {
  readonly startsAt: number;
  readonly zone: string;
  readonly minutes: number;
  readonly recurrence: Recurrence | null;
  /** Dates that were called off. */
  readonly off: readonly EventDate[];
  /** Dates that were ended before their time, and when. */
  readonly ended: Readonly<Record<EventDate, number>>;
}

const minuteMs = 60_000;
/** So long before its time a date may be on already: doors open then. */
export const earlyMs = 15 * minuteMs;
const weekDays = 7;
/** More than what two clocks are ever apart. */
const zonesMs = 48 * 60 * minuteMs;
const frequency = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY' } as const;

/**
 * The moment at which a clock shows a time. One that it leaps over is as much later, and of one that it shows twice it
 * is the first. Throws `bad_request` for a day or a zone that there is not.
 */
export function momentOf(wall: string, zone: string): number {
  try {
    return Temporal.PlainDateTime.from(wall, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    throw new AppError('bad_request', 'There is no such day, or no such time zone.');
  }
}

/** What the clock shows at a moment: `2026-11-29T20:30`. */
export function wallOf(at: number, zone: string): string {
  return zoned(at, zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/** The day at a moment, where the clock hangs. */
function dateOf(at: number, zone: string): EventDate {
  return EventDate.parse(zoned(at, zone).toPlainDate().toString());
}

/** The rule by which an event comes again, as calendars read it; null for one that does not. */
export function ruleOf({ startsAt, zone, recurrence }: Timing): string | null {
  if (!recurrence) return null;
  const { until } = recurrence;
  const lines = ruleFor(recurrence, zoned(startsAt, zone), until && endOf(until, zone))
    .toString()
    .split('\n');
  return lines.find((line) => line.startsWith('RRULE:'))?.slice('RRULE:'.length) ?? null;
}

/** The dates that are on or begin within a stretch of time, the earliest first. */
export function datesBetween(timing: Timing, from: number, to: number): EventTime[] {
  const lengthMs = timing.minutes * minuteMs;
  const begins = timing.recurrence
    ? recurringBetween(timing, timing.recurrence, from - lengthMs, to + earlyMs)
    : [timing.startsAt];
  return begins
    .map((at) => timeAt(timing, at))
    .filter(({ startsAt, endsAt }) => endsAt > from && startsAt <= to);
}

/** One date by its name, if there is one. */
export function dateNamed(timing: Timing, date: EventDate): EventTime | null {
  try {
    const day = Temporal.PlainDate.from(date, { overflow: 'reject' });
    const from = day.subtract({ days: 1 }).toZonedDateTime(timing.zone).epochMilliseconds;
    const to = day.add({ days: 2 }).toZonedDateTime(timing.zone).epochMilliseconds;
    return datesBetween(timing, from, to).find((time) => time.date === date) ?? null;
  } catch {
    return null;
  }
}

function timeAt({ zone, minutes, off, ended }: Timing, startsAt: number): EventTime {
  const date = dateOf(startsAt, zone);
  const endsAt = Math.min(startsAt + minutes * minuteMs, ended[date] ?? Number.POSITIVE_INFINITY);
  // It may be over before it was to begin.
  return { date, startsAt: Math.min(startsAt, endsAt), endsAt, cancelled: off.includes(date) };
}

/**
 * The rule is about what a clock shows: it counts as if clocks never changed, and each time it finds is then looked for
 * on the clock, as the standard wants it (RFC 5545, 3.3.10), also for a time that the clock leaps over.
 */
function recurringBetween({ startsAt, zone }: Timing, recurrence: Recurrence, from: number, to: number) {
  const wall = zoned(startsAt, zone).toPlainDateTime();
  const { until } = recurrence;
  const rule = ruleFor(recurrence, wall.toZonedDateTime('UTC'), until && endOf(until, 'UTC'));
  return rule
    .between(new Date(from - zonesMs), new Date(to + zonesMs), true)
    .map((found) => found.toPlainDateTime().toZonedDateTime(zone).epochMilliseconds);
}

function ruleFor(
  recurrence: Recurrence,
  dtstart: Temporal.ZonedDateTime,
  until: Temporal.ZonedDateTime | null,
) {
  const { every, interval, count } = recurrence;
  return new RRuleTemporal<Temporal.ZonedDateTime>({
    freq: frequency[every],
    interval,
    dtstart,
    temporal: Temporal,
    ...(every === 'week' && { byDay: weekDaysOf(recurrence, dtstart) }),
    ...(every === 'month' && recurrence.by === 'weekday' && { byDay: [nthWeekdayOf(dtstart)] }),
    ...(count !== null && { count }),
    ...(until !== null && count === null && { until }),
  });
}

/** The first date is always one of them, or else a calendar and we would count differently. */
function weekDaysOf({ weekdays: chosen }: Recurrence, start: Temporal.ZonedDateTime): string[] {
  const own = weekdays[start.dayOfWeek - 1];
  return weekdays.filter((day) => day === own || chosen.includes(day));
}

/** The fifth of a month is its last: not every month has five. */
function nthWeekdayOf({ day, dayOfWeek }: Temporal.ZonedDateTime): string {
  const nth = Math.ceil(day / weekDays);
  return `${nth > 4 ? -1 : nth}${weekdays[dayOfWeek - 1]}`;
}

function endOf(date: EventDate, zone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.PlainDate.from(date, { overflow: 'reject' }).toZonedDateTime({
      timeZone: zone,
      plainTime: '23:59:59',
    });
  } catch {
    throw new AppError('bad_request', 'There is no such day.');
  }
}

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}
