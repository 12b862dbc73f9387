import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ClientMessageId, type UserId } from '../../protocol/ids.ts';
import type { Me } from '../../protocol/people.ts';
import type { ProfilePage } from '../../protocol/profile.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { OwnTies } from '../../protocol/ties.ts';
import { aProfile } from '../contract/storeSamples.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { dtlsParameters, microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
let [ann, bo]: Client[] = [];
let [annId, boId]: UserId[] = [];
let room: RoomInfo;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  [ann, bo] = [await server.person('Ann'), await server.person('Bo')];
  [annId, boId] = await Promise.all([ann, bo].map(async (it) => (await it.ask<Me>('GET', '/me')).id));
  room = await ann.openRoom();
});

const block = (by: Client | undefined, whom: UserId | undefined) =>
  by?.ask<OwnTies>('PUT', `/people/${whom}/block`, {});
const unblock = (by: Client | undefined, whom: UserId | undefined) =>
  by?.ask<OwnTies>('DELETE', `/people/${whom}/block`);
const page = (by: Client | undefined, whom: UserId | undefined) =>
  by?.ask<ProfilePage>('GET', `/people/${whom}`);

function require<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('missing');
  return value;
}

/** Steps in, hears everybody, and speaks. */
async function speakIn(client: Client): Promise<{ producerId: string; consumers: number }> {
  const { media } = await client.join(room.slug, { rtpCapabilities: server.media.rtpCapabilities });
  await client.request('media:connectTransport', {
    transportId: require(media?.receiveTransport?.id),
    dtlsParameters: dtlsParameters(),
  });
  const { id: transportId } = await client.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  const { id } = await client.request('media:produce', { transportId, source: 'microphone', rtpParameters });
  return { producerId: id, consumers: media?.consumers.length ?? 0 };
}

const say = (client: Client | undefined, text: string) =>
  client?.request('chat:send', { clientMessageId: ClientMessageId.parse(crypto.randomUUID()), text });

/** How many tracks the server forwards to people in all. */
const forwarded = () =>
  server.app.rooms.liveRooms
    .flatMap(({ participants }) => [...participants.values()])
    .reduce(
      (sum, { peer }) => sum + ((peer as { consumers?: Map<unknown, unknown> })?.consumers?.size ?? 0),
      0,
    );

test('a block ends the media between the two at once, both ways, and nobody else notices', async () => {
  const cy = await server.person('Cy');
  const [hers, his] = [await speakIn(require(ann)), await speakIn(require(bo))];
  await cy.join(room.slug, { rtpCapabilities: server.media.rtpCapabilities });
  for (const [client, other] of [
    [ann, his],
    [bo, hers],
  ] as const) {
    await client?.request('media:consume', { producerIds: [other.producerId as never] });
  }
  const before = forwarded();
  const [hears, loses] = [
    require(ann).next('media:producerRemoved'),
    require(bo).next('media:producerRemoved'),
  ];
  await block(ann, boId);
  expect((await hears).producerId).toBe(his.producerId);
  expect((await loses).producerId).toBe(hers.producerId);
  expect(forwarded()).toBe(before - 2);
  await cy.settled();
  expect(cy.all('media:producerRemoved')).toEqual([]);
});

test('who is kept apart gets no track of the other: not by asking, not by stepping in anew', async () => {
  await block(bo, annId);
  const { producerId } = await speakIn(require(ann));
  const { consumers } = await speakIn(require(bo));
  expect(consumers).toBe(0);
  const asked = await require(bo).request('media:consume', { producerIds: [producerId as never] });
  expect(asked.consumers).toEqual([]);
  const { participants } = await require(bo).join(room.slug);
  expect(participants.find(({ userId }) => userId === annId)?.producers).toEqual([]);
  await require(ann).settled();
  // Ann is told of her own microphone alone.
  expect(require(ann).all('media:producerAdded')).toHaveLength(1);
});

test('what one says the other cannot read, neither now nor later, and each place is known', async () => {
  const [cy, dee] = [await server.person('Cy'), await server.person('Dee')];
  for (const client of [require(ann), require(bo), cy]) await client.join(room.slug);
  await block(ann, boId);
  await say(bo, 'from Bo');
  await say(ann, 'from Ann');
  const texts = async (client: Client) =>
    (await client.count('chat:message', 2)).map(({ text, hidden }) => [text, hidden]);
  expect(await texts(require(ann))).toEqual([
    ['', true],
    ['from Ann', undefined],
  ]);
  expect(await texts(require(bo))).toEqual([
    ['from Bo', undefined],
    ['', true],
  ]);
  expect(await texts(cy)).toEqual([
    ['from Bo', undefined],
    ['from Ann', undefined],
  ]);
  const since = await require(bo).request('chat:changes', { revision: 0 });
  expect(since.messages.map(({ text }) => text)).toEqual(['from Bo', '']);
  // Not by a stamp under it either, nor by what becomes of it.
  const stamped = await require(ann).request('chat:react', { seq: 1, stamp: 'heart', on: true });
  expect(stamped).toMatchObject({ text: '', hidden: true, reactions: [] });
  const changed = require(ann).next('chat:changed', ({ revision }) => revision > stamped.revision);
  await require(bo).request('chat:edit', { seq: 1, text: 'from Bo again' });
  expect(await changed).toMatchObject({ seq: 1, text: '', hidden: true });
  const again = await require(ann).join(room.slug);
  expect(again.messages.map(({ text, seq }) => [seq, text])).toEqual([
    [1, ''],
    [2, 'from Ann'],
  ]);
  await dee.join(room.slug);
  expect(JSON.stringify(await dee.request('chat:before', { seq: 99 }))).not.toContain('hidden');
});

test('a page says nothing to who is kept apart, and only who blocked is told so', async () => {
  await require(ann).ask('PUT', '/me/profile', aProfile());
  await require(bo).ask('PUT', '/me/profile', aProfile());
  await require(ann).join(room.slug);
  expect(await page(bo, annId)).toMatchObject({
    profile: { bio: aProfile().bio },
    now: { card: { id: room.id } },
  });
  await block(ann, boId);
  const empty = { since: null, rooms: [], now: null, profile: { bio: '', interests: [], languages: [] } };
  expect(await page(bo, annId)).toMatchObject({ ...empty, relation: { blocked: false } });
  expect(await page(ann, boId)).toMatchObject({ ...empty, relation: { blocked: true } });
  await unblock(ann, boId);
  expect(await page(bo, annId)).toMatchObject({ profile: { bio: aProfile().bio } });
});

test('a block ends what was between the two, and who is blocked finds out by nothing', async () => {
  await require(ann).ask('PUT', `/people/${boId}/friend`, {});
  await require(bo).ask('PUT', `/people/${annId}/friend`, {});
  await require(bo).ask('PUT', `/people/${annId}/follow`, {});
  const ties = await block(ann, boId);
  expect(ties).toMatchObject({ friends: [], blocked: [{ id: boId, name: 'Bo' }] });
  expect(await require(bo).ask('GET', '/me/ties')).toMatchObject({ friends: [], following: [], blocked: [] });
  // Asked again, it is as if nobody answered.
  expect(await require(bo).ask('PUT', `/people/${annId}/friend`, {})).toMatchObject({ friends: [] });
  expect(await require(ann).ask('GET', '/me/ties')).toMatchObject({ asking: [] });
  const again = require(ann).ask('PUT', `/people/${boId}/follow`, {});
  await expect(again).rejects.toMatchObject({ code: 'conflict' });
});

test('after a block is taken back both hear of what the other sends', async () => {
  const [hers, his] = [await speakIn(require(ann)), await speakIn(require(bo))];
  await block(ann, boId);
  await block(bo, annId);
  await unblock(ann, boId);
  const [one, other] = [require(ann).next('media:producerAdded'), require(bo).next('media:producerAdded')];
  await unblock(bo, annId);
  expect((await one).producer.id).toBe(his.producerId);
  expect((await other).producer.id).toBe(hers.producerId);
  const heard = await require(ann).request('media:consume', { producerIds: [his.producerId as never] });
  expect(heard.consumers).toHaveLength(1);
});

test('nothing of somebody who is kept apart is read in what others quote, pin or find', async () => {
  const cy = await server.person('Cy');
  for (const client of [ann, bo, cy]) await client?.join(room.slug);
  await block(ann, boId);
  const { seq } = require(await say(bo, 'Meteor shower'));
  await ann?.request('chat:pin', { seq, pinned: true });
  const clientMessageId = ClientMessageId.parse(crypto.randomUUID());
  await cy.request('chat:send', { clientMessageId, text: 'Agreed', answers: seq });

  const lines = await ann?.count('chat:message', 2);
  expect(lines).toMatchObject([
    { hidden: true, text: '' },
    { text: 'Agreed', answers: null },
  ]);
  expect(await bo?.count('chat:message', 2)).toMatchObject([{}, { answers: { text: 'Meteor shower' } }]);
  expect(await ann?.request('chat:search', { text: 'Meteor' })).toMatchObject({ messages: [] });
  const around = require(await ann?.request('chat:around', { seq }));
  expect(around.messages).toMatchObject([{ text: '' }, { text: 'Agreed', answers: null }]);
  const changes = require(await ann?.request('chat:changes', { revision: 0 }));
  expect(JSON.stringify([around, changes, require(ann).heard])).not.toContain('Meteor');

  await ann?.request('room:leave', {});
  const snapshot = require(await ann?.join(room.slug));
  expect(snapshot.pins).toHaveLength(1);
  expect(JSON.stringify(snapshot)).not.toContain('Meteor');
});
