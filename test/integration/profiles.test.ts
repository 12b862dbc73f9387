import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserId } from '../../protocol/ids.ts';
import type { Me } from '../../protocol/people.ts';
import type { Profile, ProfilePage } from '../../protocol/profile.ts';
import { aProfile } from '../contract/storeSamples.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const idOf = async (client: Client) => (await client.ask<Me>('GET', '/me')).id;
const write = (client: Client, profile: unknown) => client.ask<Profile>('PUT', '/me/profile', profile);
const read = (client: Client, id: string) => client.ask<ProfilePage>('GET', `/people/${id}`);

test('R13: what somebody writes on the own page is what others read there', async () => {
  const [noor, ann] = [await server.person('Noor'), await server.person('Ann')];
  const before = Date.now();
  expect(await write(noor, aProfile())).toEqual(aProfile());
  const page = await read(ann, await idOf(noor));
  expect(page).toMatchObject({ person: { name: 'Noor' }, profile: aProfile(), rooms: [], now: null });
  expect(page.since).toBeGreaterThanOrEqual(before);
});

test('a page that nobody wrote is empty, and somebody who was never here has none', async () => {
  const ann = await server.client();
  const id = await idOf(ann);
  expect(await read(ann, id)).toMatchObject({ since: null, profile: { bio: '', interests: [] } });
  const bo = await server.person('Bo');
  // Who has changed nothing is known by the own cookie alone.
  await expect(read(bo, id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(read(bo, UserId.parse('nobody-has-this-id'))).rejects.toMatchObject({ code: 'not_found' });
});

test('whoever sits in a room or opened one has a page, even if they never said who they are', async () => {
  const ann = await server.client();
  const room = await ann.openRoom();
  const bo = await server.client();
  await bo.join(room.slug);
  const page = await read(await server.client(), await idOf(bo));
  expect(page.now?.card).toMatchObject({ id: room.id, count: 1 });
  expect(await read(bo, await idOf(ann))).toMatchObject({ rooms: [{ id: room.id }], now: null });
});

test('a page shows rooms that are open to everybody, and none that are found by their link', async () => {
  const ann = await server.person('Ann');
  const open = await ann.openRoom({ name: 'For all' });
  const secret = await ann.openRoom({ name: 'For us', visibility: 'link' });
  const { selfId } = await ann.join(secret.slug);
  const stranger = await server.client();
  const id = await idOf(ann);
  expect(await read(stranger, id)).toMatchObject({ rooms: [{ id: open.id }], now: null });
  await ann.request('room:leave', {});
  const { selfId: here } = await ann.join(open.slug);
  expect(here).not.toBe(selfId);
  expect((await read(stranger, id)).now).toMatchObject({ participantId: here, card: { id: open.id } });
});

test.each([
  ['a life story', { bio: 'x'.repeat(281) }],
  ['nine interests', { interests: 'a b c d e f g h i'.split(' ').map((it) => `${it}stronomy`) }],
  ['the same interest twice', { interests: ['chess', 'chess'] }],
  ['an interest there is none of', { interests: ['nothing-at-all'] }],
  ['wallpaper of no interest', { theme: { base: 'dark', accent: 'fern', wallpaper: 'nothing-at-all' } }],
  ['a colour of their own', { theme: { base: 'dark', accent: '#ff00ff', wallpaper: null } }],
  ['something else', { role: 'admin' }],
])('%s is refused', async (_what, changes) => {
  const ann = await server.person('Ann');
  await expect(write(ann, { ...aProfile(), ...changes })).rejects.toMatchObject({ code: 'bad_request' });
  expect((await read(ann, await idOf(ann))).since).toBeNull();
});

test('text on a page is kept clean of what turns or hides writing', async () => {
  const ann = await server.person('Ann');
  const profile = await write(ann, { ...aProfile(), bio: 'a\u202eb\n\n\n\nc', city: ' Rot\u200bter\ndam ' });
  expect(profile).toMatchObject({ bio: 'ab\n\nc', city: 'Rotter dam' });
});

test('the raw HTML of a page says who it is about, and search engines leave it out', async () => {
  const noor = await server.person('Noor <b>');
  await write(noor, { ...aProfile(), bio: 'Fixes "radios"\nfor fun' });
  const html = async (path: string) => (await fetch(server.url + path)).text();
  const page = await html(`/u/${await idOf(noor)}`);
  expect(page).toContain('<title>Noor &#60;b&#62; · Hobnob</title>');
  expect(page).toContain('property="og:description" content="Fixes &#34;radios&#34; for fun"');
  expect(page).toContain('<meta name="robots" content="noindex">');
  const response = await fetch(`${server.url}/u/nobody-has-this-id`);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('Nobody lives at this address');
});
