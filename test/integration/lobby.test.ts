import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RoomId } from '../../protocol/ids.ts';
import { RoomCard } from '../../protocol/room.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function watcher(on = server) {
  const client = await on.client({ cookie: null });
  const { cards } = await client.request('lobby:watch', {});
  return { client, cards };
}
const speak = async (client: Client) => {
  const { id: transportId } = await client.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  return await client.request('media:produce', { transportId, source: 'microphone', rtpParameters });
};

test('a card shows who is in a room, as people come and go', async () => {
  const { client } = await watcher();
  const [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  const room = await ann.openRoom();
  const opened = client.next('lobby:card', ({ id, count }) => id === room.id && count === 1);
  const { selfId } = await ann.join(room.slug);
  const card = await opened;
  expect(RoomCard.parse(card)).toEqual(card);
  expect(card).toMatchObject({
    hostPresent: true,
    faces: [{ id: selfId, name: 'Ann', muted: true }],
    talkingIds: [],
    liveSince: expect.any(Number),
  });
  const two = client.next('lobby:card', ({ id, count }) => id === room.id && count === 2);
  await bob.join(room.slug);
  expect((await two).faces.map(({ name }) => name)).toEqual(['Ann', 'Bob']);
  const gone = client.next('lobby:cardGone', ({ id }) => id === room.id);
  await ann.request('room:leave', {});
  await bob.request('room:leave', {});
  await gone;
});

test('a card shows within a second who talks, first among the faces', async () => {
  const { client } = await watcher();
  const [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  const room = await ann.openRoom();
  await ann.join(room.slug);
  const { selfId } = await bob.join(room.slug);
  await speak(bob);
  await client.next('lobby:card', ({ faces }) => faces.some(({ id, muted }) => id === selfId && !muted));
  const began = performance.now();
  server.media.rooms.get(room.id)?.hear([selfId]);
  const card = await client.next('lobby:card', ({ talkingIds }) => talkingIds.includes(selfId));
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(card.faces.map(({ name }) => name)).toEqual(['Bob', 'Ann']);
  expect(await ann.count('room:talking', 1)).toEqual([{ ids: [selfId] }]);
  expect(await ann.count('room:activeSpeaker', 1)).toEqual([{ id: selfId }]);
  await client.next('lobby:card', ({ id, talkingIds }) => id === room.id && talkingIds.length === 0);
});

test('a room for those with the link is on no list', async () => {
  const { client } = await watcher();
  const ann = await server.person('Ann');
  const [secret, lasting, open] = [
    await ann.openRoom({ visibility: 'link', name: 'Surprise party' }),
    await ann.openRoom({ visibility: 'link', name: 'Family', lasting: true }),
    await ann.openRoom({ name: 'Open to all' }),
  ];
  for (const { slug } of [secret, lasting]) {
    await ann.join(slug);
    await ann.request('room:edit', {
      name: 'Renamed party',
      topic: '',
      interests: secret.interests,
      language: 'en',
    });
    await ann.request('room:leave', {});
  }
  const listed = client.next('lobby:card', ({ id }) => id === open.id);
  await ann.join(open.slug);
  await listed;
  const hidden: RoomId[] = [secret.id, lasting.id];
  const seen = [...client.all('lobby:card'), ...(await watcher()).cards];
  expect(seen.filter(({ id }) => hidden.includes(id))).toEqual([]);
  expect(JSON.stringify(await ann.ask('GET', '/rooms'))).not.toMatch(/party|Family/);
  expect(JSON.stringify(await ann.ask('GET', '/search?q=party'))).not.toMatch(/party/);
  expect(JSON.stringify(await ann.ask('GET', '/interests/astronomy'))).not.toMatch(/party|Family/);
});

test('a lasting room is listed while nobody is in it', async () => {
  const ann = await server.person('Ann');
  const room = await ann.openRoom({ lasting: true });
  const card = (await watcher()).cards.find(({ id }) => id === room.id);
  expect(card).toMatchObject({ count: 0, faces: [], liveSince: null, lasting: true });
});

test('whoever stopped watching hears no more of the lobby', async () => {
  const [{ client }, { client: witness }] = [await watcher(), await watcher()];
  await client.request('lobby:unwatch', {});
  const ann = await server.person('Ann');
  const room = await ann.openRoom();
  const told = witness.next('lobby:card', ({ id }) => id === room.id);
  await ann.join(room.slug);
  await told;
  await client.settled();
  expect(client.all('lobby:card')).toEqual([]);
});

test('an empty room waits for its pause, then closes for good', async () => {
  const short = await startServer({ env: { ROOM_EMPTY_PAUSE: '1' } });
  const ann = await short.person('Ann');
  const [room, lasting] = [await ann.openRoom(), await ann.openRoom({ lasting: true })];
  for (const { slug } of [room, lasting]) {
    await ann.join(slug);
    await ann.request('room:leave', {});
  }
  await expect(ann.join(room.slug)).resolves.toMatchObject({ room: { id: room.id } });
  await ann.request('room:leave', {});
  expect(short.app.rooms.liveRooms).toHaveLength(2);
  await expect.poll(() => short.app.rooms.liveRooms.length, { timeout: 5_000 }).toBe(0);
  expect(await short.media.count()).toMatchObject({ routers: 0 });
  await expect(ann.join(room.slug)).rejects.toMatchObject({ code: 'not_found' });
  await expect(ann.join(lasting.slug)).resolves.toMatchObject({ room: { id: lasting.id } });
  await short.close();
});
