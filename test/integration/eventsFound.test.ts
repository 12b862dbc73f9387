import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recurrence } from '../../protocol/recurrence.ts';
import type { SearchResult } from '../../protocol/rest.ts';
import type { Client } from '../support/Client.ts';
import { events, wallIn } from '../support/events.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { befriend, idOf } from '../support/friends.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const day = 86_400_000;
const weekly: Recurrence = {
  ...{ every: 'week', interval: 1, weekdays: [], by: 'date', until: null, count: null },
};
const people = async () => [await server.person('Ann'), await server.person('Bo')] as const;
const soon = async (of: Client) => (await events.own(of)).soon.map(({ slug }) => slug);
const found = async (by: Client, q: string) =>
  (await by.ask<SearchResult>('GET', `/search?q=${encodeURIComponent(q)}`)).events?.map(({ slug }) => slug);

test('R5: the calendar of an interest has its events, each date of those that come again, and followers have them at home', async () => {
  const [ann, bo] = await people();
  const interests = ['baking'] as never;
  const once = await events.announce(ann, { interests, start: wallIn(2 * day) });
  const series = await events.announce(ann, { interests, start: wallIn(day), recurrence: weekly });
  const { events: listed } = await events.list(bo, '?interest=baking');
  expect(listed.map(({ slug }) => slug)).toEqual([
    ...[series.slug, once.slug, series.slug],
    ...[series.slug, series.slug, series.slug],
  ]);
  expect(listed.map(({ startsAt }) => startsAt)).toEqual(listed.map(({ startsAt }) => startsAt).toSorted());
  expect(await soon(bo)).toEqual([]);
  await bo.ask('PUT', '/interests/baking/follow', {});
  expect(await soon(bo)).toEqual([series.slug, once.slug]);
  const { date } = (await events.page(bo, once.slug)).occasion;
  await events.answer(bo, once.slug, date, 'not');
  expect(await soon(bo)).toEqual([series.slug]);
});

test('R7: a city shows what is at home there, and nothing else', async () => {
  const [ann, bo] = await people();
  const interests = ['cycling'] as never;
  const here = await events.announce(ann, { interests, city: 'Lisboa' });
  await events.announce(ann, { interests, city: 'Porto' });
  await events.announce(ann, { interests });
  const { events: listed, cities } = await events.list(bo, '?interest=cycling&city=lisboa');
  expect(listed.map(({ slug, city }) => [slug, city])).toEqual([[here.slug, 'Lisboa']]);
  expect(cities).toEqual(['Lisboa', 'Porto']);
});

test('following a host or a room, or being friends, brings what they announce to one’s home', async () => {
  const [ann, bo] = await people();
  const room = await ann.openRoom({ lasting: true });
  const { slug } = await events.announce(ann, { room: room.slug });
  expect(await soon(bo)).toEqual([]);
  await bo.ask('PUT', `/rooms/${room.slug}/follow`, {});
  expect(await soon(bo)).toEqual([slug]);
  const cy = await server.person('Cy');
  await cy.ask('PUT', `/people/${await idOf(ann)}/follow`, {});
  expect(await soon(cy)).toEqual([slug]);
  const di = await server.person('Di');
  await befriend(ann, di);
  expect(await soon(di)).toEqual([slug]);
  await events.cancel(ann, slug);
  expect([await soon(bo), await soon(cy), await soon(di)]).toEqual([[], [], []]);
});

test('search finds events by their words and interests, in Chinese too, and none that is not for somebody', async () => {
  const [ann, bo] = await people();
  const open = await events.announce(ann, { title: 'Zephyrwort reading', interests: ['chess'] as never });
  const friends = await events.announce(ann, { title: 'Zephyrwort supper', visibility: 'friends' });
  const chinese = await events.announce(ann, { title: '月光下的暗房', language: 'zh' });
  await events.announce(ann, { title: 'Zephyrwort by link', visibility: 'link' });
  await events.draft(ann, { title: 'Zephyrwort draft' });
  expect(await found(bo, 'zephirwort')).toEqual([open.slug]);
  expect(await found(ann, 'zephyrwort')).toEqual([friends.slug, open.slug]);
  expect(await found(bo, '暗房')).toEqual([chinese.slug]);
  await events.edit(ann, open.slug, { title: 'Marmalade reading' });
  expect(await found(bo, 'zephyrwort')).toEqual([]);
  expect(await found(bo, 'marmalade')).toEqual([open.slug]);
  await events.cancel(ann, open.slug);
  expect(await found(bo, 'marmalade')).toEqual([]);
});
