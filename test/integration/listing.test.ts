import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HouseSettingsChange } from '../../protocol/houseSettings.ts';
import type { InterestInfo } from '../../protocol/interest.ts';
import type { RoomCard, RoomInfo } from '../../protocol/room.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import type { Browser } from '../support/account/Browser.ts';
import type { Client } from '../support/Client.ts';
import { events } from '../support/events.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { firstAdmin } from '../support/house.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

/** Everything by which somebody comes upon rooms and events without a link. */
async function lists(client: Client): Promise<string> {
  const paths = ['/rooms', '/interests/astronomy', '/search?q=zephyr', '/events', '/me/rooms', '/me/events'];
  const answers = await Promise.all(paths.map((path) => client.ask<unknown>('GET', path)));
  const { cards } = await client.request('lobby:watch', {});
  const pages = ['/', '/i/astronomy', '/search?q=zephyr', '/calendar/i/astronomy.ics'].map(async (path) =>
    (await fetch(client.url + path, { headers: { cookie: client.cookie ?? '' } })).text(),
  );
  return JSON.stringify([answers, cards, await Promise.all(pages)]);
}

describe('a house', () => {
  let server: TestServer<FakeMediaEngine>;
  let admin: Browser;
  let ann: Client;
  let room: RoomInfo;
  beforeAll(async () => {
    server = await startServer({ store: new MemoryStore() });
    admin = (await firstAdmin(server)).browser;
    ann = await server.person('Ann');
    room = await ann.openRoom({ name: 'Zephyrwort', lasting: true });
    await events.announce(ann, { title: 'Zephyrwatch', interests: ['astronomy' as never], room: room.slug });
  });
  afterAll(() => server.close());
  beforeEach(() => choose({ listing: null }));
  const choose = (change: HouseSettingsChange) => admin.ask('PUT', '/house/settings', change);

  test('that lists shows rooms and events to everybody', async () => {
    const bo = await server.person('Bo');
    await ann.join(room.slug);
    const all = await lists(bo);
    for (const name of ['Zephyrwort', 'Zephyrwatch']) expect(all).toContain(name);
  });

  test('that lists none shows no stranger any on any list, nor that there are people, and links go on working', async () => {
    const bo = await server.person('Bo');
    await ann.join(room.slug);
    await choose({ listing: 'off' });
    const all = await lists(bo);
    expect(all.toLowerCase()).not.toContain('zephyrw');
    const { interests } = await bo.ask<{ interests: InterestInfo[] }>('GET', '/interests');
    expect(interests.map(({ liveRooms, people }) => liveRooms + people).filter(Boolean)).toEqual([]);
    expect(await bo.ask('GET', '/house')).toMatchObject({ lists: false });
    expect(await bo.ask('GET', `/rooms/${room.slug}`)).toMatchObject({ card: { name: 'Zephyrwort' } });
    expect((await bo.join(room.slug)).room.id).toBe(room.id);
    const calendar = await fetch(`${server.url}/calendar/r/${room.slug}.ics`);
    expect(await calendar.text()).toContain('Zephyrwatch');
  });

  test('that lists none shows rooms to who opened or follows them, to friends, and to who runs the house', async () => {
    await choose({ listing: 'off' });
    const [follower, friend] = [await server.person('Fay'), await server.person('Finn')];
    await follower.ask('PUT', `/rooms/${room.slug}/follow`, {});
    const [annId, friendId] = await Promise.all(
      [ann, friend].map(async (one) => (await one.ask<{ id: string }>('GET', '/me')).id),
    );
    await friend.ask('PUT', `/people/${annId}/friend`, {});
    await ann.ask('PUT', `/people/${friendId}/friend`, {});
    for (const client of [ann, follower, friend]) {
      const { rooms } = await client.ask<{ rooms: RoomCard[] }>('GET', '/rooms');
      expect(rooms.map(({ id }) => id)).toEqual([room.id]);
    }
    const { rooms } = await admin.ask<{ rooms: RoomCard[] }>('GET', '/rooms');
    expect(rooms.map(({ id }) => id)).toEqual([room.id]);
    const told = follower.next('lobby:card', ({ id, faces }) => {
      return id === room.id && faces.some(({ name }) => name === 'Finn');
    });
    await follower.request('lobby:watch', {});
    await friend.join(room.slug);
    await told;
  });

  test('tells whoever looks around that other rooms are listed now, and no more of those that are not', async () => {
    const bo = await server.person('Bo');
    expect((await bo.request('lobby:watch', {})).cards.map(({ id }) => id)).toContain(room.id);
    const changed = bo.next('lobby:changed');
    await choose({ listing: 'off' });
    await changed;
    const heard = bo.all('lobby:card').length;
    expect((await bo.request('lobby:watch', {})).cards).toEqual([]);
    const watcher = await server.client({ cookie: ann.cookie });
    await watcher.request('lobby:watch', {});
    const card = watcher.next('lobby:card');
    await (await server.person('Cy')).join(room.slug);
    await card;
    await bo.settled();
    expect(bo.all('lobby:card')).toHaveLength(heard);
    const back = bo.next('lobby:changed');
    await choose({ listing: 'on' });
    await back;
    expect((await bo.request('lobby:watch', {})).cards.map(({ id }) => id)).toContain(room.id);
  });
});

describe('by itself', () => {
  test('a house lists where it has no public address, and with one as soon as somebody looks after it', async () => {
    const tryOut = await startServer({ store: new MemoryStore() });
    const stranger = await tryOut.person('Bo');
    expect(await stranger.ask('GET', '/house')).toMatchObject({ lists: true });
    await tryOut.close();
    const open = await startServer({ store: new MemoryStore(), env: { PUBLIC_URL: 'http://localhost' } });
    expect(open.app.listing()).toEqual({ lists: false, mode: 'auto' });
    await open.close();
  });
});

describe('limits that admins set hold at once', () => {
  let server: TestServer<FakeMediaEngine>;
  let admin: Browser;
  beforeAll(async () => {
    server = await startServer({
      store: new MemoryStore(),
      env: { RATE_SCALE: '1', CONNECTIONS_PER_ADDRESS: '1000' },
    });
    admin = (await firstAdmin(server)).browser;
  });
  afterAll(() => server.close());
  const choose = (change: HouseSettingsChange) => admin.ask('PUT', '/house/settings', change);

  test('on how many fit into a room, also into one that is open', async () => {
    const ann = await server.person('Ann');
    const room = await ann.openRoom();
    await ann.join(room.slug);
    await (await server.person('Bo')).join(room.slug);
    await choose({ roomCapacity: 2 });
    await expect((await server.person('Cy')).join(room.slug)).rejects.toMatchObject({ code: 'room_full' });
    expect(await ann.ask('GET', `/rooms/${room.slug}`)).toMatchObject({ capacity: 2, full: true });
    await choose({ roomCapacity: null });
    await (await server.person('Dee')).join(room.slug);
  });

  test('on how many rooms are open at once, while who is inside stays and others come in', async () => {
    const ann = await server.person('Ann');
    const [first, second] = [await ann.openRoom(), await ann.openRoom()];
    await ann.join(first.slug);
    const live = server.app.rooms.liveRooms.length;
    await choose({ roomsOpen: live });
    const bo = await server.person('Bo');
    await expect(bo.join(second.slug)).rejects.toMatchObject({ code: 'server_busy' });
    await bo.join(first.slug);
    await choose({ roomsOpen: live + 1 });
    await (await server.person('Cy')).join(second.slug);
  });

  test('on how many rooms one person opens', async () => {
    const ann = await server.person('Ann');
    await ann.openRoom();
    await choose({ roomsPerHour: 1 });
    await expect(ann.openRoom()).rejects.toMatchObject({ code: 'rate_limited' });
    await choose({ roomsPerHour: 2 });
    await ann.openRoom();
    await expect(ann.openRoom()).rejects.toMatchObject({ code: 'rate_limited' });
  });

  test('on how large a file is, and on what one person keeps here', async () => {
    await choose({ roomsOpen: null });
    const ann = await server.person('Ann');
    const room = await ann.openRoom({ lasting: true });
    await ann.join(room.slug);
    const announce = (megabytes: number) =>
      ann.ask('POST', '/files', { roomId: room.id, name: 'a.bin', size: megabytes * 1024 * 1024 });
    await choose({ fileMegabytes: 2, filesPerPersonMegabytes: 5 });
    await expect(announce(3)).rejects.toMatchObject({ code: 'too_large' });
    await announce(2);
    await announce(2);
    await expect(announce(2)).rejects.toMatchObject({ code: 'storage_full' });
    await choose({ filesPerPersonMegabytes: 6 });
    await announce(2);
  });

  test('and are told with what holds otherwise; what makes no sense is refused', async () => {
    const state = await choose({ roomCapacity: 7, roomsPerHour: null });
    expect(state).toMatchObject({
      settings: { roomCapacity: 7, roomsPerHour: 30, registration: 'open' },
      defaults: { roomCapacity: 100, roomsOpen: 1_000 },
    });
    for (const change of [{ roomCapacity: 1 }, { roomsOpen: 0 }, { secret: 1 }, { listing: 'maybe' }]) {
      expect(await admin.refusal('PUT', '/house/settings', change)).toMatchObject({ code: 'bad_request' });
    }
  });
});
