import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recurrence } from '../../protocol/recurrence.ts';
import { routes } from '../../protocol/rest.ts';
import type { EventDraft } from '../../protocol/schedule.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import type { Client } from '../support/Client.ts';
import { aDraftEvent, events, wallIn } from '../support/events.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { befriend, idOf } from '../support/friends.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const dayMs = 86_400_000;
const weekly: Recurrence = {
  ...{ every: 'week', interval: 1, weekdays: [], by: 'date', until: null, count: 6 },
};
const gone = { code: 'not_found' };
const people = (...names: string[]) => Promise.all(names.map((name) => server.person(name)));
const two = () => people('Ann', 'Bo') as Promise<[Client, Client]>;

test('a draft is its author’s alone until it is announced, with a lasting room of its own', async () => {
  const [ann, bo] = await two();
  const { slug, status } = await events.draft(ann);
  expect(status).toBe('draft');
  expect((await events.own(ann)).drafts).toMatchObject([{ slug, draft: true }]);
  await expect(events.page(bo, slug)).rejects.toMatchObject(gone);
  for (const [path, body] of [
    ['publish', {}],
    ['cancel', { date: null }],
  ] as const) {
    await expect(bo.ask('PUT', `/events/${slug}/${path}`, body)).rejects.toMatchObject(gone);
  }
  await ann.ask('PUT', `/events/${slug}/publish`, {});
  const page = await events.page(bo, slug);
  expect(routes.event.output.parse(page)).toEqual(page);
  expect(page).toMatchObject({
    event: { title: 'Contact sheets, read aloud', status: 'published', author: { name: 'Ann' } },
    occasion: { going: 0, mine: null, cancelled: false },
    mayEdit: false,
  });
  expect((await events.own(ann)).drafts).toEqual([]);
  const room = await bo.ask('GET', `/rooms/${page.room}`);
  expect(room).toMatchObject({ room: { lasting: true, name: 'Contact sheets, read aloud' } });
  await expect(events.edit(bo, slug, {})).rejects.toMatchObject({ code: 'forbidden' });
});

test('an event can be in a lasting room of its author’s, and in nobody else’s', async () => {
  const [ann, bo] = await two();
  const room = await ann.openRoom({ name: 'Darkroom', lasting: true, visibility: 'link' });
  const { slug } = await events.announce(ann, { room: room.slug });
  expect(await events.page(bo, slug)).toMatchObject({ room: room.slug, event: { visibility: 'link' } });
  expect((await events.list(bo)).events.map((card) => card.slug)).not.toContain(slug);
  await expect(events.draft(bo, { room: room.slug })).rejects.toMatchObject(gone);
  const passing = await ann.openRoom({ lasting: false });
  await expect(events.draft(ann, { room: passing.slug })).rejects.toMatchObject(gone);
});

test.each<[string, Partial<EventDraft>]>([
  ['a day there is not', { start: '2027-02-30T10:00' }],
  ['a zone there is not', { zone: 'Mars/Olympus' }],
  ['an interest there is not', { interests: ['nonsense'] as never }],
  ['far too late', { start: '2090-01-01T10:00' }],
  ['for a circle nobody named', { visibility: 'circle' }],
])('an event is refused: %s', async (_what, changes) => {
  const [ann] = await two();
  await expect(events.draft(ann, changes)).rejects.toMatchObject({ code: 'bad_request' });
});

test('what would be over already is not announced', async () => {
  const [ann] = await two();
  const { slug } = await events.draft(ann, { start: wallIn(-dayMs) });
  await expect(ann.ask('PUT', `/events/${slug}/publish`, {})).rejects.toMatchObject({ code: 'conflict' });
  expect((await events.edit(ann, slug, { start: wallIn(dayMs) })).sequence).toBe(1);
  await ann.ask('PUT', `/events/${slug}/publish`, {});
});

test('only friends are put on stage, and a host among them may change the event', async () => {
  const [ann, bo] = await two();
  const boId = await idOf(bo);
  const onStage = { people: [{ id: boId, role: 'host' as const }] };
  await expect(events.draft(ann, onStage)).rejects.toMatchObject({ code: 'forbidden' });
  await befriend(ann, bo);
  const { slug } = await events.announce(ann, onStage);
  expect((await events.page(bo, slug)).event.people).toMatchObject([
    { person: { name: 'Bo' }, role: 'host' },
  ]);
  expect((await events.own(bo)).soon).toMatchObject([{ slug, role: 'host' }]);
  const room = (await events.page(bo, slug)).room ?? ('' as never);
  const roleOfBo = async () => {
    const { participants, selfId } = await bo.join(room);
    await bo.request('room:leave', {});
    return participants.find(({ id }) => id === selfId)?.role;
  };
  expect(await roleOfBo()).toBe('moderator');
  expect(await events.edit(bo, slug, { title: 'Negatives, read aloud' })).toMatchObject({ sequence: 1 });
  expect(await roleOfBo()).toBe('visitor');
});

test('who comes is counted and seen, guests too, and the first who wait get a place that becomes free', async () => {
  const [ann, bo, cy, di] = (await people('Ann', 'Bo', 'Cy', 'Di')) as [Client, Client, Client, Client];
  const { slug } = await events.announce(ann, { capacity: 1 });
  const { date } = (await events.page(ann, slug)).occasion;
  expect(await events.answer(bo, slug, date, 'going')).toMatchObject({
    ...{ going: 1, mine: 'going', place: null, faces: [{ name: 'Bo' }] },
  });
  expect(await events.answer(cy, slug, date, 'going')).toMatchObject({ going: 1, mine: 'waiting', place: 1 });
  expect(await events.answer(di, slug, date, 'going')).toMatchObject({ waiting: 2, place: 2 });
  // Saying it twice loses nobody their place.
  expect(await events.answer(cy, slug, date, 'going')).toMatchObject({ mine: 'waiting', place: 1 });
  expect(await events.answer(bo, slug, date, 'maybe')).toMatchObject({ going: 1, maybe: 1, mine: 'maybe' });
  expect((await events.page(cy, slug)).occasion).toMatchObject({ mine: 'going', place: null });
  expect((await events.page(di, slug)).occasion).toMatchObject({ mine: 'waiting', place: 1 });
  expect((await events.page(bo, slug)).occasion.faces).toMatchObject([{ name: 'Cy' }]);
  await events.edit(ann, slug, { capacity: null });
  expect(await events.answer(di, slug, date, 'going')).toMatchObject({ going: 2, waiting: 0, mine: 'going' });
});

test('one last place is given away once, however many ask at once', async () => {
  const [ann, ...crowd] = (await people('Ann', 'B', 'C', 'D', 'E', 'F')) as [Client, ...Client[]];
  const { slug } = await events.announce(ann, { capacity: 2 });
  const { date } = (await events.page(ann, slug)).occasion;
  await Promise.all(crowd.map((one) => events.answer(one, slug, date, 'going')));
  expect((await events.page(ann, slug)).occasion).toMatchObject({ going: 2, waiting: 3 });
});

test('one date can be called off, or all of them', async () => {
  const [ann, bo] = await two();
  const { slug } = await events.announce(ann, { recurrence: weekly });
  const { dates } = await events.page(bo, slug);
  expect(dates).toHaveLength(6);
  const [first, second] = dates;
  if (!first || !second) throw new Error('no dates');
  await events.cancel(ann, slug, first.date);
  expect(await events.page(bo, slug)).toMatchObject({
    occasion: { date: second.date },
    dates: [{ date: first.date, cancelled: true }, { cancelled: false }, {}, {}, {}, {}],
  });
  await expect(events.answer(bo, slug, first.date, 'going')).rejects.toMatchObject({ code: 'gone' });
  expect((await events.list(bo, '?interest=film')).events.filter((card) => card.slug === slug)).toMatchObject(
    [{ date: second.date, recurs: true }, ...dates.slice(2, 5).map(({ date }) => ({ date }))],
  );
  await events.cancel(ann, slug);
  expect(await events.page(bo, slug)).toMatchObject({
    ...{ event: { status: 'cancelled' }, occasion: { cancelled: true } },
  });
  expect((await events.list(bo)).events.map((card) => card.slug)).not.toContain(slug);
  await expect(events.edit(ann, slug, {})).rejects.toMatchObject({ code: 'gone' });
});

test('who comes is taken along when the event moves to another day', async () => {
  const [ann, bo] = await two();
  const { slug } = await events.announce(ann);
  const { date } = (await events.page(ann, slug)).occasion;
  await events.answer(bo, slug, date, 'going');
  await events.edit(ann, slug, { start: wallIn(3 * dayMs) });
  const { occasion } = await events.page(bo, slug);
  expect(occasion).toMatchObject({ going: 1, mine: 'going' });
  expect(occasion.date).not.toBe(date);
});

test('events are found by interest, language and city, and a city by however it is written', async () => {
  const [ann, bo] = await two();
  const { slug } = await events.announce(ann, { interests: ['chess'] as never, city: 'São Paulo' });
  const { slug: other } = await events.announce(ann, { interests: ['chess'] as never, language: 'zh' });
  const found = async (query: string) => (await events.list(bo, query)).events.map((card) => card.slug);
  expect(await found('?interest=chess')).toEqual([slug, other]);
  expect(await found('?interest=chess&language=zh')).toEqual([other]);
  expect(await found('?city=sao%20PAULO')).toEqual([slug]);
  expect(await found('?city=Santos')).toEqual([]);
  expect((await events.list(bo, '?interest=chess')).cities).toEqual(['São Paulo']);
});

test('an event can have a picture of its own', async () => {
  const [ann, bo] = await two();
  const { slug } = await events.announce(ann);
  const create = { width: 8, height: 8, channels: 3, background: 'teal' } as const;
  const picture = new Uint8Array(await sharp({ create }).png().toBuffer());
  const put = (by: Client) =>
    fetch(`${server.url}/api/events/${slug}/cover`, {
      ...{ method: 'PUT', body: picture },
      headers: { origin: server.url, cookie: by.cookie ?? '' },
    });
  expect((await put(bo)).status).toBe(403);
  expect((await put(ann)).status).toBe(200);
  const { cover } = (await events.page(bo, slug)).event;
  expect((await fetch(`${server.url}/pictures/${cover}/512.webp`)).status).toBe(200);
  await ann.ask('DELETE', `/events/${slug}/cover`);
  expect((await fetch(`${server.url}/pictures/${cover}/512.webp`)).status).toBe(404);
});

test('who is kept apart from an author finds no event, and nobody they are kept apart from at any', async () => {
  const [ann, bo, cy] = (await people('Ann', 'Bo', 'Cy')) as [Client, Client, Client];
  const { slug } = await events.announce(ann);
  const { date } = (await events.page(bo, slug)).occasion;
  await events.answer(cy, slug, date, 'going');
  await bo.ask('PUT', `/people/${await idOf(cy)}/block`, {});
  expect((await events.page(bo, slug)).occasion).toMatchObject({ going: 1, faces: [] });
  await ann.ask('PUT', `/people/${await idOf(bo)}/block`, {});
  await expect(events.page(bo, slug)).rejects.toMatchObject(gone);
  expect((await events.list(bo)).events.map((card) => card.slug)).not.toContain(slug);
});

test('an event for friends is there for nobody else', async () => {
  const [ann, bo, cy] = (await people('Ann', 'Bo', 'Cy')) as [Client, Client, Client];
  await befriend(ann, bo);
  const { slug } = await events.announce(ann, { visibility: 'friends', title: 'Quillfolk' });
  expect((await events.list(bo)).events.map((card) => card.slug)).toContain(slug);
  const { date } = (await events.page(bo, slug)).occasion;
  for (const asked of [
    () => events.page(cy, slug),
    () => events.answer(cy, slug, date, 'going'),
    () => events.edit(cy, slug, {}),
    () => events.cancel(cy, slug),
  ]) {
    await expect(asked()).rejects.toMatchObject(gone);
  }
  expect(JSON.stringify([await events.list(cy), await events.own(cy)])).not.toContain('Quillfolk');
});

test('events, answers and the calendar outlive a restart, and go with whoever leaves for good', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-test-'));
  const store = new MemoryStore();
  const close = store.close.bind(store);
  store.close = async () => {};
  let house = await startServer({ store, folder });
  const [ann, bo] = [await house.person('Ann'), await house.person('Bo')];
  const cookies = [ann.cookie, bo.cookie];
  const { slug } = await events.announce(ann);
  const { date } = (await events.page(ann, slug)).occasion;
  await events.answer(bo, slug, date, 'going');
  const { token } = await bo.ask<{ token: string }>('GET', '/me/calendar');
  expect(await bo.ask('GET', '/me/belongings')).toMatchObject({
    ...{ calendar: token, answers: [{ event: slug, answer: 'going' }] },
  });
  await house.close();
  house = await startServer({ store, folder });
  const [annAgain, boAgain] = await Promise.all(
    cookies.map((cookie) => house.client({ cookie: cookie ?? null })),
  );
  if (!annAgain || !boAgain) throw new Error('nobody came back');
  expect((await events.page(boAgain, slug)).occasion).toMatchObject({ going: 1, mine: 'going' });
  expect(await boAgain.ask('GET', '/me/calendar')).toEqual({ token });
  await boAgain.ask('DELETE', '/me');
  expect((await events.page(annAgain, slug)).occasion).toMatchObject({ going: 0 });
  await annAgain.ask('DELETE', '/me');
  await expect(events.page(await house.person('Cy'), slug)).rejects.toMatchObject(gone);
  expect([await store.schedule.events(), await store.schedule.feeds()]).toEqual([[], []]);
  await house.close();
  await close();
  rmSync(folder, { recursive: true });
});

test('a form that was filled in is a draft as the protocol says', () => {
  expect(routes.draftEvent.body.safeParse(aDraftEvent()).success).toBe(true);
});
