import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { HouseSettingsChange } from '../../protocol/houseSettings.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import type { Browser } from '../support/account/Browser.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { idOf } from '../support/friends.ts';
import { firstAdmin, member } from '../support/house.ts';
import { speak } from '../support/StageEvening.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
let admin: Browser;
beforeAll(async () => {
  server = await startServer({ store: new MemoryStore() });
  admin = (await firstAdmin(server)).browser;
});
afterAll(() => server.close());
const choose = (change: HouseSettingsChange) => admin.ask('PUT', '/house/settings', change);
beforeEach(() => choose({ listing: null, roomCapacity: null, registration: null }));

test('whoever keeps the house no longer is shown as nobody special in their room, and heard no longer by that alone', async () => {
  const mo = await member(server.url, 'Mo');
  const team = `/house/team/${mo.me.id}`;
  const ann = await server.person('Ann');
  const room = await ann.openRoom();
  await ann.join(room.slug);
  await ann.request('role:decide', { permissions: { 'room:speak': 'speaker' } });
  const client = await server.client({ cookie: mo.browser.cookie });
  const { selfId } = await client.join(room.slug, { rtpCapabilities: server.media.rtpCapabilities });
  await expect(speak(client)).rejects.toMatchObject({ code: 'forbidden' });
  const risen = ann.next('room:participantChanged', ({ id, keeper }) => id === selfId && keeper === true);
  await admin.ask('PUT', team, { role: 'moderator' });
  await risen;
  await speak(client);
  const fallen = ann.next('room:participantChanged', ({ id, keeper }) => id === selfId && !keeper);
  const muted = client.next('moderation:muted');
  await admin.ask('DELETE', team, undefined);
  await fallen;
  expect(await muted).toEqual({ by: 'Hana' });
});

test('who waits for a seat is called when more fit into a room', async () => {
  const [ann, bo, cy] = [await server.person('Ann'), await server.person('Bo'), await server.person('Cy')];
  const room = await ann.openRoom();
  await ann.join(room.slug);
  await bo.join(room.slug);
  await choose({ roomCapacity: 2 });
  expect(await cy.request('door:queue', { slug: room.slug })).toEqual({ place: 1 });
  const called = cy.next('door:answered');
  await choose({ roomCapacity: 3 });
  expect(await called).toEqual({ slug: room.slug, admitted: true });
});

test('only what is otherwise for them makes people ask anew what is listed', async () => {
  const watcher = await server.person('Wim');
  await watcher.request('lobby:watch', {});
  const mo = await member(server.url, 'Mo');
  const own = await server.client({ cookie: mo.browser.cookie });
  const told = own.next('lobby:changed');
  await choose({ roomCapacity: 50 });
  await admin.ask('PUT', `/house/team/${mo.me.id}`, { role: 'moderator' });
  await told;
  // Still on the channel of all.
  const card = watcher.next('lobby:card');
  const ann = await server.person('Ann');
  await ann.join((await ann.openRoom({ lasting: true })).slug);
  await card;
  expect(watcher.all('lobby:changed')).toEqual([]);
  const closed = watcher.next('lobby:changed');
  await choose({ registration: 'closed' });
  await closed;
});

test('who runs the house no longer hears of no room any more that is listed for nobody', async () => {
  const mo = await member(server.url, 'Mo');
  await admin.ask('PUT', `/house/team/${mo.me.id}`, { role: 'moderator' });
  await choose({ listing: 'off' });
  const own = await server.client({ cookie: mo.browser.cookie });
  await own.request('lobby:watch', {});
  const fallen = own.next('lobby:changed');
  await admin.ask('DELETE', `/house/team/${mo.me.id}`, undefined);
  await fallen;
  const ann = await server.person('Ann');
  const room = await ann.openRoom({ lasting: true });
  const known = ann.next('lobby:card', ({ id }) => id === room.id);
  await ann.request('lobby:watch', {});
  await ann.join(room.slug);
  await known;
  await own.settled();
  expect(own.all('lobby:card').filter(({ id }) => id === room.id)).toEqual([]);
});

test('a room that the house closes is gone for who opened or follows it, where others never knew of it', async () => {
  await choose({ listing: 'off' });
  const [ann, fay] = [await server.person('Ann'), await server.person('Fay')];
  const room = await ann.openRoom({ lasting: true });
  await fay.ask('PUT', `/rooms/${room.slug}/follow`, {});
  for (const client of [ann, fay]) await client.request('lobby:watch', {});
  const gone = [ann, fay].map((client) => client.next('lobby:cardGone', ({ id }) => id === room.id));
  await admin.ask('POST', `/house/rooms/${room.id}/close`, { reason: 'insults', note: '' });
  await Promise.all(gone);
});

test('a room for friends that is closed for good is gone for them too', async () => {
  const [ann, fay] = [await server.person('Ann'), await server.person('Fay')];
  await fay.ask('PUT', `/people/${await idOf(ann)}/friend`, {});
  await ann.ask('PUT', `/people/${await idOf(fay)}/friend`, {});
  const room = await ann.openRoom({ lasting: true, visibility: 'friends' });
  await ann.join(room.slug);
  await fay.request('lobby:watch', {});
  const gone = fay.next('lobby:cardGone', ({ id }) => id === room.id);
  await server.app.rooms.remove(room.id);
  await gone;
});
