import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventDate, EventSlug } from '../../protocol/ids.ts';
import { routes } from '../../protocol/rest.ts';
import type { EventRecap } from '../../protocol/schedule.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import type { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { events, wallIn } from '../support/events.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { idOf } from '../support/friends.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const [minute, day] = [60_000, 86_400_000];
const folder = mkdtempSync(join(tmpdir(), 'hobnob-test-'));

let store: MemoryStore;
let server: TestServer<FakeMediaEngine>;
let [ann, bo, cy]: [Client, Client, Client] = [] as never;
beforeEach(async () => {
  store = new MemoryStore();
  store.close = async () => {};
  server = await startServer({ store, folder });
  [ann, bo, cy] = [await server.person('Ann'), await server.person('Bo'), await server.person('Cy')];
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const recapOf = (by: Client, slug: EventSlug, date: EventDate) =>
  by.ask<EventRecap>('GET', `/events/${slug}/dates/${date}/recap`);
const say = async (by: Client, text: string) =>
  (await by.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text })).seq;

/** One that began a while ago and is on. */
async function scene() {
  const recurrence = { every: 'week', interval: 1, weekdays: [], by: 'date', until: null, count: 3 } as never;
  const start = wallIn(-10 * minute);
  const { slug } = await events.announce(ann, { start, minutes: 60, recurrence, mic: 'free' });
  const { occasion, room } = await events.page(ann, slug);
  if (!room) throw new Error('no room');
  return { slug, date: occasion.date, room };
}

/** As if it had been a short one: what is over is told from what is on by the time alone. */
async function end(slug: EventSlug): Promise<void> {
  const event = (await store.schedule.events()).find((one) => one.slug === slug);
  if (!event) throw new Error('no event');
  await store.schedule.saveEvent({ ...event, minutes: 5 });
}

test('R5: after a date there is how many came, at once and altogether, and what was pinned', async () => {
  const { slug, date, room } = await scene();
  await expect(recapOf(bo, slug, date)).rejects.toMatchObject({ code: 'conflict' });
  await ann.join(room);
  await bo.join(room);
  await bo.request('room:leave', {});
  await cy.join(room);
  await bo.join(room);
  await bo.request('room:leave', {});
  const kept = await say(ann, 'Frame 12 is the one');
  await say(cy, 'Not kept');
  await ann.request('chat:pin', { seq: kept, pinned: true });
  const { id: questionId } = await cy.request('question:ask', { text: 'Which paper?' });
  await ann.request('question:vote', { questionId, on: true });
  await eventually(async () => (await store.schedule.attendances())[0]).toMatchObject({ peak: 3, people: 3 });
  const marks = await store.schedule.visitors((await idOfEvent(slug)) as never, date);
  expect(marks).toHaveLength(3);
  expect(JSON.stringify(marks)).not.toContain(await idOf(bo));

  await server.close();
  await end(slug);
  server = await startServer({ store, folder });
  const di = await server.person('Di');
  const recap = await recapOf(di, slug, date);
  expect(routes.eventRecap.output.parse(recap)).toEqual(recap);
  expect(recap).toMatchObject({
    ...{ peak: 3, people: 3, room },
    pins: [{ seq: kept, name: 'Ann', text: 'Frame 12 is the one' }],
    questions: [{ name: 'Cy', text: 'Which paper?', votes: 2, answered: false }],
  });
  expect(recap.next?.startsAt).toBeGreaterThan(Date.now() + 6 * day);
  expect(JSON.stringify(recap)).not.toContain('Bo');
  expect(await store.schedule.visitors(recap.event.id, date)).toEqual([]);
});

test('a stage that its host ends is a date that is over, until they begin it anew', async () => {
  const { slug } = await events.announce(ann, { start: wallIn(5 * minute), minutes: 60 });
  const { occasion, room } = await events.page(ann, slug);
  if (!room) throw new Error('no room');
  const lastDate = () => cy.ask('GET', `/rooms/${room}/last-date`);
  await ann.join(room);
  await bo.join(room);
  await ann.request('stage:goLive', {});
  expect(await lastDate()).toBeNull();
  await ann.request('stage:end', {});
  await eventually(lastDate).toEqual({ event: slug, date: occasion.date });
  expect(await recapOf(cy, slug, occasion.date)).toMatchObject({ peak: 2, people: 2, next: null });
  const page = await events.page(bo, slug);
  expect(page).toMatchObject({ dates: [], past: [{ date: occasion.date }] });
  expect(page.occasion.endsAt).toBeLessThanOrEqual(page.serverTime);
  await expect(events.answer(bo, slug, occasion.date, 'going')).rejects.toMatchObject({ code: 'gone' });
  expect((await events.list(cy)).events).toEqual([]);

  await ann.join(room);
  await ann.request('stage:closeDoors', {});
  await eventually(lastDate).toBeNull();
  await expect(recapOf(cy, slug, occasion.date)).rejects.toMatchObject({ code: 'conflict' });
  expect((await events.list(cy)).events).toHaveLength(1);
});

test('who comes back after a restart counts once', async () => {
  const { slug, room } = await scene();
  await bo.join(room);
  await eventually(async () => (await store.schedule.attendances())[0]).toMatchObject({ peak: 1, people: 1 });
  await server.close();
  server = await startServer({ store, folder });
  const again = await server.client({ cookie: bo.cookie ?? null });
  const other = await server.person('Di');
  await again.join(room);
  await other.join(room);
  await eventually(async () => (await store.schedule.attendances())[0]).toMatchObject({ people: 2 });
  expect((await store.schedule.events()).map((event) => event.slug)).toEqual([slug]);
});

test('what is not for somebody has no recap for them, and who they are kept apart from says nothing in one', async () => {
  const start = wallIn(-10 * minute);
  const { slug } = await events.announce(ann, { start, visibility: 'friends', mic: 'free' });
  const { date } = (await events.page(ann, slug)).occasion;
  await expect(recapOf(bo, slug, date)).rejects.toMatchObject({ code: 'not_found' });
  const open = await scene();
  await ann.join(open.room);
  await bo.join(open.room);
  await ann.request('chat:pin', { seq: await say(bo, 'From Bo'), pinned: true });
  await server.close();
  await end(open.slug);
  server = await startServer({ store, folder });
  const cyAgain = await server.client({ cookie: cy.cookie ?? null });
  expect((await recapOf(cyAgain, open.slug, open.date)).pins).toMatchObject([{ text: 'From Bo' }]);
  const boAgain = await server.client({ cookie: bo.cookie ?? null });
  await cyAgain.ask('PUT', `/people/${await idOf(boAgain)}/block`, {});
  expect((await recapOf(cyAgain, open.slug, open.date)).pins).toEqual([]);
});

async function idOfEvent(slug: EventSlug): Promise<string | undefined> {
  return (await store.schedule.events()).find((event) => event.slug === slug)?.id;
}
