import { afterAll, beforeAll, expect, test } from 'vitest';
import { notifications } from '../../protocol/index.ts';
import { RoomSnapshot } from '../../protocol/room.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('the first thing heard is what the server speaks', async () => {
  const ann = await server.client();
  const [welcome] = await ann.count('server:welcome', 1);
  expect(ann.heard[0]?.name).toBe('server:welcome');
  expect(notifications['server:welcome'].payload.parse(welcome)).toEqual(welcome);
});

test('a newcomer sees who is there, and they hear of the newcomer', async () => {
  const [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  const room = await ann.openRoom();
  await ann.join(room.slug);
  const heard = ann.next('room:participantJoined');
  const snapshot = await bob.join(room.slug);
  expect(RoomSnapshot.parse(snapshot)).toEqual(snapshot);
  expect(snapshot.participants.map(({ name, role }) => [name, role])).toEqual([
    ['Ann', 'owner'],
    ['Bob', 'visitor'],
  ]);
  expect(await heard).toMatchObject({ id: snapshot.selfId, name: 'Bob', role: 'visitor', connected: true });
});

test('whoever leaves is heard to leave, and hears nothing more', async () => {
  const [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  const room = await ann.openRoom();
  await ann.join(room.slug);
  const { selfId } = await bob.join(room.slug);
  const left = ann.next('room:participantLeft');
  await bob.request('room:leave', {});
  expect(await left).toEqual({ id: selfId, reason: 'left' });
  const before = bob.heard.length;
  await ann.request('chat:send', { clientMessageId: 'a'.repeat(22), text: 'Anybody here?' });
  await bob.settled();
  expect(bob.heard.slice(before)).toEqual([]);
  await expect(bob.request('room:leave', {})).rejects.toMatchObject({ code: 'not_joined' });
});

test('the snapshot and the notifications after it tell the same story to everybody', async () => {
  const ann = await server.person('Ann');
  const room = await ann.openRoom();
  await ann.join(room.slug);
  const others = await Promise.all(Array.from({ length: 12 }, (_, index) => server.person(`P${index}`)));
  const snapshots = await Promise.all(others.map((other) => other.join(room.slug)));
  await ann.settled();
  const order = ann.all('room:participantJoined').map(({ id }) => id);
  expect(new Set(order).size).toBe(12);
  for (const [index, snapshot] of snapshots.entries()) {
    const there = new Set(snapshot.participants.map(({ id }) => id));
    expect(there).toContain(snapshot.selfId);
    await others[index]?.settled();
    for (const { id } of others[index]?.all('room:participantJoined') ?? []) there.add(id);
    expect(there).toEqual(new Set([snapshots[0]?.participants[0]?.id, ...order]));
  }
});

test('twenty come for the last seat, and one gets it', async () => {
  const small = await startServer({ env: { ROOM_CAPACITY: '3' } });
  const [ann, bob] = [await small.client(), await small.client()];
  const room = await ann.openRoom();
  await ann.join(room.slug);
  await bob.join(room.slug);
  const crowd = await Promise.all(Array.from({ length: 20 }, () => small.client()));
  const ends = await Promise.allSettled(crowd.map((one) => one.join(room.slug)));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
  expect(new Set(refused)).toEqual(new Set(['room_full']));
  await ann.settled();
  expect(ann.all('room:participantJoined')).toHaveLength(2);
  await small.close();
});

test('a session sits in one room at a time, and may begin anew in it', async () => {
  const ann = await server.client();
  const [one, two] = [await ann.openRoom(), await ann.openRoom()];
  await ann.join(one.slug);
  await expect(ann.join(two.slug)).rejects.toMatchObject({ code: 'conflict' });
  const anew = await ann.join(one.slug);
  expect(anew.participants).toHaveLength(1);
  await ann.request('room:leave', {});
  await expect(ann.join(two.slug)).resolves.toMatchObject({ room: { id: two.id } });
});

test('joining and leaving in a hurry leaves nobody behind', async () => {
  const [ann, witness] = [await server.client(), await server.client()];
  const room = await ann.openRoom();
  await witness.join(room.slug);
  const ends = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0 ? ann.answer('room:join', { slug: room.slug }) : ann.answer('room:leave', {}),
    ),
  );
  const refusals = ends.flatMap((end) => (end.ok ? [] : [end.error.code]));
  expect(refusals.filter((code) => !['conflict', 'gone', 'not_joined'].includes(code))).toEqual([]);
  await ann.answer('room:leave', {});
  await witness.settled();
  const [live] = server.app.rooms.liveRooms.filter(({ info }) => info.id === room.id);
  expect(live?.participants.size).toBe(1);
  const joined = witness.all('room:participantJoined').map(({ id }) => id);
  expect(witness.all('room:participantLeft').map(({ id }) => id)).toEqual(joined);
});

test('a guest without a cookie may look, and may not step in', async () => {
  const ann = await server.client();
  const room = await ann.openRoom();
  const stranger = await server.client({ cookie: null });
  await expect(stranger.request('lobby:watch', {})).resolves.toMatchObject({ cards: expect.any(Array) });
  await expect(stranger.join(room.slug)).rejects.toMatchObject({ code: 'unauthenticated' });
  const forger = await server.client({ cookie: `${ann.cookie?.slice(0, -3)}abc` });
  await expect(forger.join(room.slug)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('a room that does not exist is not found', async () => {
  const ann = await server.client();
  await expect(ann.request('room:join', { slug: 'nowhere-at-all' as never })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('a client that sends no capabilities reads and writes, without media', async () => {
  const [ann, reader] = [await server.client(), await server.client()];
  const room = await ann.openRoom();
  const { media } = await ann.join(room.slug, { rtpCapabilities: server.media.rtpCapabilities });
  expect(media).toMatchObject({ kept: false, receiveTransport: { id: expect.any(String) }, consumers: [] });
  expect((await reader.join(room.slug)).media).toBeNull();
});

test('a new name is seen by the others, and stays', async () => {
  const [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  const room = await ann.openRoom();
  const { selfId } = await ann.join(room.slug);
  await bob.join(room.slug);
  const heard = bob.next('room:participantChanged');
  await ann.request('participant:rename', { name: '  Anna\u202E   Lee ' });
  expect(await heard).toMatchObject({ id: selfId, name: 'Anna Lee', role: 'owner' });
  await ann.request('room:leave', {});
  expect((await ann.join(room.slug)).participants.map(({ name }) => name)).toEqual(['Bob', 'Anna Lee']);
});
