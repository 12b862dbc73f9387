import fc from 'fast-check';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Recurrence } from '../../protocol/recurrence.ts';
import { datesBetween, momentOf } from '../../server/schedule/dates.ts';
import { calendarOf } from '../../server/schedule/ics.ts';
import type { EventRecord } from '../../server/store/ScheduleStore.ts';
import { anEvent } from '../contract/storeSamples.ts';
import type { Client } from '../support/Client.ts';
import { events, wallIn } from '../support/events.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const dayMs = 86_400_000;
const site = { origin: 'https://hobnob.example', name: 'Film' };
const weekly: Recurrence = {
  ...{ every: 'week', interval: 1, weekdays: [], by: 'date', until: null, count: 6 },
};

/** What another program reads of a calendar: an independent parser. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents('vtimezone')) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const all = calendar.getAllSubcomponents('vevent').map((part) => new ICAL.Event(part));
  return all.map((event) => ({
    event,
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    sequence: event.sequence,
    status: event.component.getFirstPropertyValue('status'),
    starts: event.startDate.toUnixTime() * 1_000,
    minutes: event.duration.toSeconds() / 60,
    recurrenceId: event.recurrenceId?.toUnixTime() * 1_000,
    dates(count: number) {
      const found: number[] = [];
      const dates = event.iterator();
      for (let next = dates.next(); next && found.length < count; next = dates.next()) {
        found.push(next.toUnixTime() * 1_000);
      }
      return found;
    },
  }));
}

describe('a calendar file', () => {
  test('says of an event what it is, in lines that every calendar can read', () => {
    const event = anEvent({
      title: 'Contact sheets; read, aloud \\ twice 接触印相'.repeat(2).slice(0, 80),
      description: `Bring yours.\n${'长'.repeat(300)}`,
      sequence: 4,
    });
    const text = calendarOf([event], site);
    const lines = text.split('\r\n');
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(text).not.toMatch(/[^\r]\n/);
    expect(text).toContain('METHOD:PUBLISH');
    expect(read(text)).toMatchObject([
      {
        ...{ uid: `${event.id}@hobnob.example`, summary: event.title, sequence: 4, status: 'CONFIRMED' },
        ...{ starts: event.startsAt, minutes: 75 },
        description: expect.stringContaining(
          `${event.description}\n\nhttps://hobnob.example/e/${event.slug}`,
        ),
      },
    ]);
  });

  test('has the dates of a series as we count them, over the change of clocks, without trusting us for the zone', () => {
    const startsAt = momentOf('2026-10-11T20:30', 'Europe/Lisbon');
    const event = anEvent({ recurrence: weekly, startsAt, sequence: 2 });
    const text = calendarOf([event], site);
    expect(text).toContain('BEGIN:VTIMEZONE');
    expect(text).toContain('DTSTART;TZID=Europe/Lisbon:20261011T203000');
    const ours = datesBetween(event, startsAt - 1, startsAt + 90 * dayMs);
    expect(read(text)[0]?.dates(9)).toEqual(ours.map((time) => time.startsAt));
  });

  test('says what was called off, one date or all of them', () => {
    const startsAt = Date.now() + dayMs;
    const event = anEvent({ recurrence: weekly, startsAt, zone: 'UTC', sequence: 3 });
    const [, second] = datesBetween(event, startsAt - 1, startsAt + 90 * dayMs);
    if (!second) throw new Error('no second date');
    const one = calendarOf([{ ...event, off: [second.date] }], site);
    const secondsOnly = Math.floor(second.startsAt / 1_000) * 1_000;
    expect(read(one)).toMatchObject([
      { status: 'CONFIRMED' },
      { status: 'CANCELLED', recurrenceId: secondsOnly, sequence: 3 },
    ]);
    const all: EventRecord = { ...event, status: 'cancelled' };
    expect(read(calendarOf([all], site))).toMatchObject([{ status: 'CANCELLED' }]);
  });

  test('is read by others as we mean it, whatever the rule', () => {
    const zones = ['Europe/Lisbon', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney'];
    const rules = fc.record({
      every: fc.constantFrom('day', 'week', 'month'),
      interval: fc.integer({ min: 1, max: 3 }),
      weekdays: fc.uniqueArray(fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'), { maxLength: 3 }),
      by: fc.constantFrom('date', 'weekday'),
      until: fc.constant(null),
      count: fc.integer({ min: 2, max: 12 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        rules,
        fc.integer({ min: 0, max: 364 }),
        fc.integer({ min: 4, max: 23 }),
        (zone, recurrence, day, hour) => {
          const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
          const startsAt = momentOf(`${date}T${String(hour).padStart(2, '0')}:00`, zone);
          const event = anEvent({ zone, startsAt, recurrence: recurrence as Recurrence });
          const ours = datesBetween(event, startsAt - 1, startsAt + 400 * dayMs).map((time) => time.startsAt);
          expect(read(calendarOf([event], site))[0]?.dates(ours.length)).toEqual(ours);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a feed', () => {
  let server: TestServer<FakeMediaEngine>;
  let [ann, bo]: [Client, Client] = [] as never;
  beforeAll(async () => {
    server = await startServer();
    [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  });
  afterAll(() => server.close());

  const get = async (path: string, as?: Client) => {
    const response = await fetch(`${server.url}/calendar/${path}.ics`, {
      headers: as?.cookie ? { cookie: as.cookie } : {},
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  };
  const slugsIn = (text: string) => read(text).map(({ description }) => description.split('/e/')[1]);

  test('of an interest or a room has what everybody may know, and nothing else', async () => {
    const interests = ['chess'] as never;
    const open = await events.announce(ann, { interests, recurrence: weekly });
    await events.announce(ann, { interests, visibility: 'link' });
    await events.announce(ann, { interests, visibility: 'friends' });
    await events.draft(ann, { interests });
    const feed = await get('i/chess');
    expect(feed).toMatchObject({ status: 200, type: 'text/calendar; charset=utf-8' });
    expect(slugsIn(feed.text)).toEqual([open.slug]);
    const { room } = await events.page(ann, open.slug);
    expect(slugsIn((await get(`r/${room}`)).text)).toEqual([open.slug]);
    expect((await get('i/nonsense')).status).toBe(404);
    expect((await get('r/never-was-here')).status).toBe(404);
  });

  test('of an event for friends is there for who may know, and so is its file', async () => {
    const { slug } = await events.announce(ann, { visibility: 'friends' });
    expect((await get(`e/${slug}`, bo)).status).toBe(404);
    expect((await get(`e/${slug}`, ann)).status).toBe(200);
    const { room } = await events.page(ann, slug);
    expect((await get(`r/${room}`, ann)).status).toBe(404);
  });

  test('of a person has what they come to, by a secret address that can be another one', async () => {
    const { slug } = await events.announce(ann, { start: wallIn(3 * dayMs) });
    const { date, startsAt } = (await events.page(bo, slug)).occasion;
    const { token } = await bo.ask<{ token: string }>('GET', '/me/calendar');
    expect(read((await get(`me/${token}`)).text)).toEqual([]);
    await events.answer(bo, slug, date, 'maybe');
    const found = await get(`me/${token}`);
    expect(read(found.text)).toMatchObject([{ starts: startsAt, status: 'CONFIRMED' }]);
    await events.cancel(ann, slug);
    expect(read((await get(`me/${token}`)).text)).toMatchObject([{ status: 'CANCELLED', sequence: 1 }]);
    const { token: next } = await bo.ask<{ token: string }>('PUT', '/me/calendar', {});
    expect((await get(`me/${token}`)).status).toBe(404);
    expect((await get(`me/${next}`)).status).toBe(200);
  });
});
