import { afterEach, expect, test } from 'vitest';
import type { UserId } from '../../protocol/ids.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { cameraParameters, dtlsParameters, microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
afterEach(() => server.close());

/** A room in which three sit and the second one talks, at the moment in which its media is about to end. */
async function openLeaving() {
  server = await startServer();
  const { rtpCapabilities } = server.media;
  const people = [await server.person('Ann'), await server.person('Bob'), await server.person('Cy')] as const;
  const [ann, bob, cy] = people;
  const room = await ann.openRoom();
  const seats = [];
  for (const one of people) seats.push(await one.join(room.slug, { rtpCapabilities, sends: one === bob }));
  const transportId = seats[1]?.media?.sendTransport?.id ?? ('' as never);
  await bob.request('media:connectTransport', { transportId, dtlsParameters: dtlsParameters() });
  const rtpParameters = microphoneParameters();
  const microphone = { transportId, source: 'microphone', rtpParameters } as const;
  await bob.request('media:produce', microphone);
  await bob.request('media:produce', { transportId, source: 'camera', rtpParameters: cameraParameters() });
  const before = server.media.rooms.get(room.id);
  if (!before) throw new Error('It has media.');
  const moved = people.map((one) => one.next('media:moved'));
  before.emit('leaving', null);
  expect(await Promise.all(moved)).toEqual(people.map(() => ({ generation: 1, withinMs: 15 })));
  return { room, ann, bob, cy, seats, before, ids: seats.map(({ selfId }) => selfId) };
}

/** Sends anew over new transports. */
async function comeOver(bob: Client) {
  const { sendTransport } = await bob.request('media:renew', { sends: true });
  const transportId = sendTransport?.id ?? ('' as never);
  await bob.request('media:connectTransport', { transportId, dtlsParameters: dtlsParameters() });
  return transportId;
}

const peersOf = ({ peers }: { peers: Iterable<{ id: string }> }) => [...peers].map(({ id }) => id);

test('everybody is told of other media while that of before goes on, and begins anew there', async () => {
  const { room, ann, bob, before, ids } = await openLeaving();
  expect(peersOf(before)).toEqual(ids);
  const after = server.media.rooms.get(room.id);
  expect(after).not.toBe(before);
  const added = ann.next('media:producerAdded');
  const transportId = await comeOver(bob);
  const rtpParameters = microphoneParameters();
  const { id } = await bob.request('media:produce', { transportId, source: 'microphone', rtpParameters });
  expect(await added).toMatchObject({ producer: { id } });
  expect((await ann.request('media:renew', {})).consumers).toMatchObject([{ producerId: id }]);
  expect(peersOf(before)).toEqual(ids);
});

test('whoever is muted, leaves or is kept apart from somebody has nothing left of before', async () => {
  const { ann, bob, cy, before, ids } = await openLeaving();
  const [annId, bobId, cyId] = ids as [(typeof ids)[0], (typeof ids)[0], (typeof ids)[0]];
  await ann.request('moderation:mute', { participantId: bobId });
  expect(peersOf(before)).toEqual([annId, cyId]);
  await cy.request('room:leave', {});
  expect(peersOf(before)).toEqual([annId]);
  const me = await ann.ask<{ id: string }>('GET', '/me');
  await bob.ask('PUT', `/people/${me.id}/block`, {});
  expect(peersOf(before)).toEqual([]);
});

test('a host who ends a picture of before is heard, and the one that is being sent anew ends too', async () => {
  const { ann, bob, before, ids } = await openLeaving();
  const [annId, bobId, cyId] = ids as [(typeof ids)[0], (typeof ids)[0], (typeof ids)[0]];
  const transportId = await comeOver(bob);
  const [asked, worker] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  server.media.answer = () => {
    asked.resolve();
    return worker.promise;
  };
  const camera = { transportId, source: 'camera', rtpParameters: cameraParameters() } as const;
  const anew = bob.request('media:produce', camera);
  const refused = expect(anew).rejects.toMatchObject({ code: 'gone' });
  await asked.promise;
  const stopped = bob.next('moderation:stopped');
  await ann.request('moderation:stop', { participantId: bobId, source: 'camera' });
  expect(await stopped).toEqual({ source: 'camera', by: 'Ann' });
  expect(peersOf(before)).toEqual([annId, cyId]);
  worker.resolve();
  await refused;
  // Nobody shows a screen, and the own wish brings the picture back.
  await ann.request('moderation:stop', { participantId: bobId, source: 'screen' });
  expect(await bob.request('media:produce', camera)).toMatchObject({ paused: false });
  expect(bob.all('moderation:stopped')).toHaveLength(1);
});

test('what may not be sent any more ends over the media of before too', async () => {
  const { ann, bob, before, ids } = await openLeaving();
  const { id: userId } = await bob.ask<{ id: UserId }>('GET', '/me');
  const stopped = bob.next('moderation:stopped');
  await ann.request('moderation:restrain', { userId, kind: 'noVideo' });
  expect(await stopped).toMatchObject({ source: 'camera' });
  expect(peersOf(before)).toEqual([ids[0], ids[2]]);
});

test('where people begin to speak in turns a voice of before is silent too', async () => {
  const { ann, before, ids } = await openLeaving();
  await ann.request('stage:set', { mics: 'turns' });
  expect(peersOf(before)).toEqual([ids[0], ids[2]]);
});

test('whoever lost the line meanwhile begins anew when they are back, and keeps no transport that is about to end', async () => {
  const { room, ann, cy, seats } = await openLeaving();
  const lost = ann.next('room:participantChanged', ({ connected }) => !connected);
  await cy.drop();
  await lost;
  const again = await server.client({ cookie: cy.cookie });
  const { rtpCapabilities } = server.media;
  const seatToken = seats[2]?.seatToken ?? ('' as never);
  const back = await again.join(room.slug, { rtpCapabilities, seatToken, keepMedia: true });
  expect(back).toMatchObject({ selfId: seats[2]?.selfId, media: { kept: false } });
});

test('where there is no other media all goes on as it was', async () => {
  const { room, ann } = await openLeaving();
  const before = server.media.rooms.get(room.id);
  server.media.down = true;
  before?.emit('leaving', null);
  await expect
    .poll(() => server.log.lines.map(({ message }) => message))
    .toContain('room finds no other media');
  server.media.down = false;
  expect(ann.all('media:moved')).toHaveLength(1);
  expect(await ann.request('media:renew', {})).toMatchObject({ kept: false });
});
