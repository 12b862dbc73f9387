import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventDate } from '../../../protocol/ids.ts';
import type { Recurrence } from '../../../protocol/recurrence.ts';
import {
  dateNamed,
  datesBetween,
  momentOf,
  ruleOf,
  type Timing,
  wallOf,
} from '../../../server/schedule/dates.ts';

const dayMs = 86_400_000;
const timing = (wall: string, zone: string, recurrence: Partial<Recurrence> | null): Timing => ({
  startsAt: momentOf(wall, zone),
  zone,
  minutes: 60,
  off: [],
  ended: {},
  recurrence: recurrence && {
    ...{ every: 'week', interval: 1, weekdays: [], by: 'date', until: null, count: null },
    ...recurrence,
  },
});
const walls = (of: Timing, days = 400) =>
  datesBetween(of, of.startsAt - 1, of.startsAt + days * dayMs).map(({ startsAt }) =>
    wallOf(startsAt, of.zone),
  );

describe('a date', () => {
  test('is at the same time on the wall before and after the clocks change', () => {
    const weekly = timing('2026-10-18T20:30', 'Europe/Lisbon', { count: 3 });
    expect(walls(weekly)).toEqual(['2026-10-18T20:30', '2026-10-25T20:30', '2026-11-01T20:30']);
    const [summer, winter] = datesBetween(weekly, weekly.startsAt - 1, weekly.startsAt + 30 * dayMs);
    expect((winter?.startsAt ?? 0) - (summer?.startsAt ?? 0)).toBe(7 * dayMs + 3_600_000);
  });

  test('that the clock leaps over is an hour later, on that day alone', () => {
    const nightly = timing('2026-03-28T02:30', 'Europe/Berlin', { every: 'day', count: 3 });
    expect(walls(nightly)).toEqual(['2026-03-28T02:30', '2026-03-29T03:30', '2026-03-30T02:30']);
  });

  test('is by the second Tuesday, or the last one where it began on the fifth', () => {
    const second = timing('2026-11-10T19:00', 'Asia/Shanghai', { every: 'month', by: 'weekday', count: 3 });
    expect(walls(second)).toEqual(['2026-11-10T19:00', '2026-12-08T19:00', '2027-01-12T19:00']);
    const fifth = timing('2026-12-29T19:00', 'Asia/Shanghai', { every: 'month', by: 'weekday', count: 2 });
    expect(walls(fifth)).toEqual(['2026-12-29T19:00', '2027-01-26T19:00']);
  });

  test('of the 31st is left out where a month has none', () => {
    const monthly = timing('2026-10-31T09:00', 'UTC', { every: 'month', count: 3 });
    expect(walls(monthly)).toEqual(['2026-10-31T09:00', '2026-12-31T09:00', '2027-01-31T09:00']);
  });

  test('is never after the last day, which counts where the author lives', () => {
    const until = EventDate.parse('2026-11-06');
    const late = timing('2026-11-04T23:30', 'Pacific/Auckland', { every: 'day', until });
    expect(walls(late)).toEqual(['2026-11-04T23:30', '2026-11-05T23:30', '2026-11-06T23:30']);
  });

  test('is found while it is on, and by its name', () => {
    const weekly = timing('2026-11-01T23:30', 'America/Chicago', { weekdays: ['WE'] });
    const on = datesBetween(weekly, weekly.startsAt + 59 * 60_000, weekly.startsAt + 59 * 60_000);
    expect(on.map(({ date }) => date)).toEqual(['2026-11-01']);
    expect(datesBetween(weekly, weekly.startsAt + 60 * 60_000, weekly.startsAt + dayMs)).toEqual([]);
    expect(dateNamed(weekly, EventDate.parse('2026-11-04'))?.startsAt).toBe(
      momentOf('2026-11-04T23:30', 'America/Chicago'),
    );
    expect(dateNamed(weekly, EventDate.parse('2026-11-05'))).toBeNull();
    expect(dateNamed(weekly, EventDate.parse('2026-19-39'))).toBeNull();
    const off = { ...weekly, off: [EventDate.parse('2026-11-04')] };
    expect(dateNamed(off, EventDate.parse('2026-11-04'))?.cancelled).toBe(true);
  });

  test('that was ended before its time is over from then on, even before it was to begin', () => {
    const weekly = timing('2026-11-01T20:00', 'UTC', { weekdays: ['SU'] });
    const [first, minute] = [EventDate.parse('2026-11-01'), 60_000];
    const endedAfter = (ms: number) => ({ ...weekly, ended: { [first]: weekly.startsAt + ms } });
    for (const ms of [20 * minute, -5 * minute]) {
      const at = weekly.startsAt + ms;
      const early = endedAfter(ms);
      expect(dateNamed(early, first)).toMatchObject({ startsAt: Math.min(at, weekly.startsAt), endsAt: at });
      expect(datesBetween(early, at, at + dayMs)).toEqual([]);
      expect(datesBetween(early, at - 1, at)).toHaveLength(1);
    }
    expect(dateNamed(endedAfter(99 * minute), first)?.endsAt).toBe(weekly.startsAt + 60 * minute);
  });

  test('that there is not, in a zone that there is not, is refused', () => {
    expect(() => momentOf('2026-02-30T10:00', 'UTC')).toThrow('no such day');
    expect(() => momentOf('2026-02-20T10:00', 'Mars/Olympus')).toThrow('no such day');
  });
});

test('the rule for other calendars says what we count by', () => {
  const weekly = timing('2026-11-01T20:30', 'Europe/Lisbon', { interval: 2, weekdays: ['WE'] });
  expect(ruleOf(weekly)).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SU');
  expect(ruleOf(timing('2026-11-01T20:30', 'UTC', null))).toBeNull();
});

test('whatever the rule and the zone, the clock on the wall shows the same time on all dates', () => {
  const zones = ['Europe/Lisbon', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom('day', 'week', 'month'),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('date', 'weekday'),
      fc.integer({ min: 0, max: 364 }),
      // Not in the small hours in which clocks change.
      fc.integer({ min: 4, max: 23 }),
      (zone, every, interval, by, day, hour) => {
        const wall = `${new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:15`;
        const times = walls(
          timing(wall, zone, { every, interval, by, count: 20 } as Partial<Recurrence>),
          300,
        );
        expect(times[0]).toBe(wall);
        expect(new Set(times.map((time) => time.slice(11)))).toEqual(new Set([wall.slice(11)]));
        expect(new Set(times).size).toBe(times.length);
      },
    ),
    { numRuns: 60 },
  );
});
