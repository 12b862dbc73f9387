import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { NoticePage } from '../../protocol/notices.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import type { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { events, wallIn } from '../support/events.ts';
import { FakeClock } from '../support/FakeClock.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { befriend, idOf } from '../support/friends.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const [minute, hour] = [60_000, 3_600_000];
const folder = mkdtempSync(join(tmpdir(), 'hobnob-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

let clock: FakeClock;
let store: MemoryStore;
let server: TestServer<FakeMediaEngine>;
let [ann, bo, cy]: [Client, Client, Client] = [] as never;
beforeEach(async () => {
  clock = new FakeClock();
  store = new MemoryStore();
  store.close = async () => {};
  server = await startServer({ clock, store, folder });
  [ann, bo, cy] = [await server.person('Ann'), await server.person('Bo'), await server.person('Cy')];
});
afterEach(() => server.close());

const inbox = (of: Client) => of.ask<NoticePage>('GET', '/me/notices');
const kinds = async (of: Client) => (await inbox(of)).notices.map(({ kind }) => kind);
const at = (ms: number) => wallIn(ms, clock.now());
const follow = (by: Client, path: string) => by.ask('PUT', `${path}/follow`, {});

/** An event in 25 hours, to which Bo comes, and Cy does not. */
async function scene() {
  const { slug } = await events.announce(ann, { start: at(25 * hour), title: 'Sheets' });
  const { date } = (await events.page(ann, slug)).occasion;
  await events.answer(bo, slug, date, 'going');
  await events.answer(cy, slug, date, 'not');
  return { slug, date };
}

/** The same server again, with everybody back. */
async function restart(): Promise<void> {
  const cookies = [ann, bo, cy].map(({ cookie }) => cookie ?? null);
  await server.close();
  server = await startServer({ clock, store, folder });
  [ann, bo, cy] = (await Promise.all(cookies.map((cookie) => server.client({ cookie })))) as [
    Client,
    Client,
    Client,
  ];
}

test('who comes is reminded a day before, ten minutes before and when it begins, once each, and so is the author', async () => {
  const { slug, date } = await scene();
  clock.wind(59 * minute);
  expect(await kinds(bo)).toEqual([]);
  clock.wind(2 * minute);
  await eventually(() => kinds(bo)).toEqual(['eventDay']);
  clock.wind(23 * hour + 48 * minute);
  expect(await kinds(bo)).toEqual(['eventDay']);
  clock.wind(2 * minute);
  await eventually(() => kinds(bo)).toEqual(['eventSoon', 'eventDay']);
  clock.wind(10 * minute);
  await eventually(() => kinds(bo)).toEqual(['eventLive', 'eventSoon', 'eventDay']);
  expect((await inbox(bo)).notices[0]).toMatchObject({ event: { slug, date, title: 'Sheets' }, count: 1 });
  await eventually(() => kinds(ann)).toEqual(['eventLive', 'eventSoon', 'eventDay']);
  expect(await kinds(cy)).toEqual([]);
});

test('what became due while the server was down is told when it is back, and nothing twice', async () => {
  await scene();
  clock.wind(61 * minute);
  await eventually(() => kinds(bo)).toEqual(['eventDay']);
  await restart();
  clock.wind(23 * hour);
  await server.close();
  clock.wind(51 * minute);
  server = await startServer({ clock, store, folder });
  bo = await server.client({ cookie: bo.cookie ?? null });
  await eventually(() => kinds(bo)).toEqual(['eventSoon', 'eventDay']);
});

test('what is too late to be of use is not told', async () => {
  const { slug, date } = await scene();
  await server.close();
  clock.wind(26 * hour);
  server = await startServer({ clock, store, folder });
  bo = await server.client({ cookie: bo.cookie ?? null });
  // Whatever would have been told has been told before this.
  const other = await server.person('Di');
  await events.answer(bo, slug, date, 'maybe');
  await befriend(bo, other);
  expect((await kinds(bo)).filter((kind) => kind.startsWith('event'))).toEqual([]);
});

test('followers of the host and of the interest are told once of a new event, if they want to hear of such', async () => {
  await follow(bo, `/people/${await idOf(ann)}`);
  await follow(bo, '/interests/film');
  await follow(cy, '/interests/film');
  const di = await server.person('Di');
  await follow(di, '/interests/film');
  await di.ask('PUT', '/me/notices/level', { kind: 'interest', id: 'film', level: 'live' });
  const { slug } = await events.announce(ann, { start: at(48 * hour) });
  await eventually(() => inbox(bo)).toMatchObject({
    notices: [{ kind: 'eventNew', who: { name: 'Ann' }, event: { slug }, count: 1 }],
  });
  await eventually(() => inbox(di)).toMatchObject({ notices: [{ kind: 'eventNew', interest: 'film' }] });
  expect(await kinds(cy)).toEqual([]);
  await events.announce(ann, { start: at(48 * hour), visibility: 'link' });
  await events.announce(ann, { start: at(48 * hour), visibility: 'friends' });
  await events.edit(ann, slug, { start: at(48 * hour), title: 'Other words' });
  expect([await kinds(bo), await kinds(di)]).toEqual([['eventNew'], ['eventNew']]);
});

test('who comes is told of another time, that it was called off, and of a place that became free', async () => {
  const start = at(48 * hour);
  const { slug } = await events.announce(ann, { start, capacity: 1 });
  const { date } = (await events.page(ann, slug)).occasion;
  await events.answer(bo, slug, date, 'going');
  await events.answer(cy, slug, date, 'going');
  await events.answer(bo, slug, date, 'maybe');
  await eventually(() => kinds(cy)).toEqual(['eventSeat']);
  await events.edit(ann, slug, { start, capacity: 1, title: 'Other words' });
  await events.edit(ann, slug, { start: at(49 * hour), capacity: 1, title: 'Other words' });
  await eventually(() => kinds(bo)).toEqual(['eventChanged']);
  await events.cancel(ann, slug);
  await eventually(() => kinds(bo)).toEqual(['eventOff', 'eventChanged']);
  await eventually(() => kinds(cy)).toEqual(['eventOff', 'eventChanged', 'eventSeat']);
  expect(await kinds(ann)).toEqual([]);
});

test('who is put on stage is told by whom, and nobody hears of people they are kept apart from', async () => {
  await befriend(ann, bo);
  await follow(cy, `/people/${await idOf(ann)}`);
  await cy.ask('PUT', `/people/${await idOf(ann)}/block`, {});
  const onStage = [{ id: await idOf(bo), role: 'speaker' as const }];
  await events.announce(ann, { start: at(48 * hour), people: onStage });
  await eventually(async () => (await kinds(bo))[0]).toBe('eventStage');
  expect(await kinds(cy)).toEqual([]);
});

test('the room of an event that is no stage is in no list before its doors open, a quarter of an hour before', async () => {
  const { slug } = await events.announce(ann, { start: at(2 * hour), mic: 'free' });
  const { room } = await events.page(ann, slug);
  const listed = async () => {
    const { rooms } = await bo.ask<{ rooms: { slug: string }[] }>('GET', '/rooms');
    return rooms.map((card) => card.slug).includes(room as string);
  };
  expect(await listed()).toBe(false);
  clock.wind(hour + 44 * minute);
  expect(await listed()).toBe(false);
  clock.wind(minute);
  await eventually(listed).toBe(true);
});

test('who is called otherwise is that in events and among those who come, after a restart too', async () => {
  await befriend(ann, cy);
  const people = [{ id: await idOf(cy), role: 'speaker' as const }];
  const { slug } = await events.announce(ann, { start: at(2 * hour), people });
  const { date } = (await events.page(ann, slug)).occasion;
  await events.answer(bo, slug, date, 'going');
  for (const [client, name] of [
    [ann, 'Anneke'],
    [bo, 'Bo the elder'],
    [cy, 'Cyprian'],
  ] as const) {
    await client.callMe(name);
  }
  const names = async () => {
    const { event, occasion } = await events.page(bo, slug);
    const all = [event.author, ...event.people.map(({ person }) => person), ...occasion.faces];
    return all.map(({ name }) => name);
  };
  await eventually(names).toEqual(['Anneke', 'Cyprian', 'Bo the elder']);
  await restart();
  expect(await names()).toEqual(['Anneke', 'Cyprian', 'Bo the elder']);
});

test('who comes to what was announced for a room is told when the room is closed for good', async () => {
  const { slug } = await scene();
  const { event } = await events.page(ann, slug);
  const other = await events.announce(ann, { start: at(25 * hour), title: 'Elsewhere' });
  const gone = server.app.rooms.infos.find(({ name }) => name === 'Sheets');
  if (!gone) throw new Error('no room');
  await server.app.rooms.remove(gone.id);
  await eventually(() => kinds(bo)).toEqual(['eventOff']);
  expect(await kinds(cy)).toEqual([]);
  const kept = await store.schedule.events();
  expect(kept.map(({ id, status }) => [id, status])).toEqual([
    [event.id, 'cancelled'],
    [other.id, 'published'],
  ]);
});

test('nobody is reminded of what has no room any more', async () => {
  const { slug } = await scene();
  const { event } = await events.page(ann, slug);
  const other = await events.announce(ann, { start: at(25 * hour), title: 'Elsewhere' });
  const { date } = (await events.page(ann, other.slug)).occasion;
  await events.answer(bo, other.slug, date, 'going');
  const gone = server.app.rooms.infos.find(({ name }) => name === 'Sheets');
  if (!gone) throw new Error('no room');
  // As a process leaves it that ends in between.
  await store.rooms.remove(gone.id);
  await restart();
  clock.wind(2 * hour);
  await eventually(() => kinds(bo)).toEqual(['eventDay']);
  const { notices } = await inbox(bo);
  expect(notices.map((notice) => notice.event?.slug)).toEqual([other.slug]);
  expect(event.status).toBe('published');
});
