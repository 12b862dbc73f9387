import type { Recurrence } from '../protocol/recurrence.ts';
import { languageTags } from './words/fill.ts';
import { currentLanguage, listOf, t } from './words.svelte.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
// A Monday, to call days of the week by their names.
const someMonday = Date.UTC(2024, 0, 1);

function written(at: number, options: Intl.DateTimeFormatOptions, timeZone?: string): string {
  const language = languageTags[currentLanguage()];
  return new Intl.DateTimeFormat(language, { ...options, ...(timeZone && { timeZone }) }).format(at);
}

/** The zone in which this browser is. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The city after which a zone is called. */
export function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** The time on a clock, where one is or somewhere else. */
export function clockAt(at: number, zone?: string): string {
  return written(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, zone);
}

/** The number of the day, for a leaf of the calendar. */
export function dayNumber(at: number, zone?: string): string {
  return written(at, { day: 'numeric' }, zone).replaceAll(/\D/g, '');
}

/** The month in short. */
export function shortMonth(at: number, zone?: string): string {
  return written(at, { month: 'short' }, zone);
}

/** The day and month by their names, without the number. */
export function weekdayAndMonth(at: number, zone?: string): string {
  return [written(at, { weekday: 'long' }, zone), written(at, { month: 'long' }, zone)].join(', ');
}

/** The day of the week and the time, where one is. */
export function weekdayAndTime(at: number): string {
  return `${written(at, { weekday: 'long', day: 'numeric', month: 'short' })} ${clockAt(at)}`;
}

/** "in eight days", "tomorrow" */
export function fromNow(at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(languageTags[currentLanguage()], { numeric: 'auto' });
  const left = at - now;
  if (Math.abs(left) < hourMs) return format.format(Math.round(left / minuteMs), 'minute');
  if (Math.abs(left) < dayMs) return format.format(Math.round(left / hourMs), 'hour');
  return format.format(Math.round(left / dayMs), 'day');
}

/** What is left, down to the second: `2 d 03:04:05`. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two);
  const name = new Intl.NumberFormat(languageTags[currentLanguage()], {
    ...{ style: 'unit', unit: 'day', unitDisplay: 'long' },
  }).format(days);
  return days > 0 ? `${name} ${clock.join(':')}` : clock.join(':');
}

/** The name of a day of the week. */
export function weekdayName(day: (typeof weekdays)[number], style: 'long' | 'short' = 'long'): string {
  return written(someMonday + weekdays.indexOf(day) * dayMs, { weekday: style }, 'UTC');
}

/** How something comes again, in words; `start` is its first time on the clock: `2026-11-29T20:30`. */
export function recurrenceWords(recurrence: Recurrence | null, start: string): string {
  if (!recurrence) return t('onceMore');
  const { interval: count, until, count: times } = recurrence;
  const rule = ruleWords(recurrence, new Date(`${start}Z`), count);
  if (times !== null) return t('everyTimes', { rule, count: times });
  if (until === null) return rule;
  const date = written(Date.parse(until), { day: 'numeric', month: 'long', year: 'numeric' }, 'UTC');
  return t('everyUntil', { rule, date });
}

function ruleWords({ every, by, weekdays: chosen }: Recurrence, start: Date, count: number): string {
  const own = weekdays[(start.getUTCDay() + 6) % 7] ?? 'MO';
  if (every === 'day') return t('everyDay', { count });
  if (every === 'week') {
    const days = weekdays.filter((day) => day === own || chosen.includes(day));
    return t('everyWeekOn', { count, days: listOf(days.map((day) => weekdayName(day))) });
  }
  if (by === 'date') return t('everyMonthDate', { count, day: start.getUTCDate() });
  const nth = ([1, 2, 3, 4, 5] as const)[Math.ceil(start.getUTCDate() / 7) - 1] ?? 5;
  return t('everyMonthWeekday', { count, nth: t(`nth${nth}`), weekday: weekdayName(own) });
}
