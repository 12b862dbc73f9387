import { afterEach, expect, test } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import type { MediasoupEngine } from '../../server/media/MediasoupEngine.ts';
import { workerPids } from '../support/processes.ts';
import { cameraParameters, dtlsParameters, microphoneParameters } from '../support/rtp.ts';
import { startServer, startWholeServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<MediasoupEngine>;
const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

test('two people send and receive over a real worker, as far as signalling goes', async () => {
  server = await startWholeServer();
  ended.push(() => server.close());
  const { rtpCapabilities } = server.media;
  const [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  const room = await ann.openRoom();
  await ann.join(room.slug, { rtpCapabilities });
  const { id: transportId } = await ann.request('media:createSendTransport', {});
  await ann.request('media:connectTransport', { transportId, dtlsParameters: dtlsParameters() });
  const rtpParameters = microphoneParameters();
  const microphone = await ann.request('media:produce', { transportId, source: 'microphone', rtpParameters });

  const { media, selfId } = await bob.join(room.slug, { rtpCapabilities });
  expect(media?.consumers).toMatchObject([{ producerId: microphone.id, source: 'microphone' }]);
  const receiving = media?.receiveTransport?.id ?? ('' as never);
  await bob.request('media:connectTransport', { transportId: receiving, dtlsParameters: dtlsParameters() });

  const added = bob.next('media:producerAdded');
  const parameters = cameraParameters();
  const camera = await ann.request('media:produce', {
    transportId,
    source: 'camera',
    rtpParameters: parameters,
  });
  expect(await added).toMatchObject({ producer: { id: camera.id, source: 'camera', paused: false } });
  const { consumers } = await bob.request('media:consume', { producerIds: [camera.id] });
  expect(consumers).toMatchObject([{ producerId: camera.id }]);
  const preferences = consumers.map(({ id: consumerId }) => ({ consumerId, shown: true, spatialLayer: 0 }));
  await bob.request('media:setPreferences', { preferences });

  const removed = bob.next('media:producerRemoved');
  await ann.request('media:closeProducer', { producerId: camera.id });
  expect(await removed).toMatchObject({ producerId: camera.id });
  expect(await server.media.count()).toMatchObject({ transports: 3, producers: 1, consumers: 1 });
  const left = ann.next('room:participantLeft');
  await bob.request('room:leave', {});
  expect(await left).toMatchObject({ id: selfId });
  expect(await server.media.count()).toMatchObject({ transports: 2, producers: 1, consumers: 0 });
});

test('a room whose worker dies has media again at once, and nobody leaves', async () => {
  server = await startWholeServer();
  ended.push(() => server.close());
  const { rtpCapabilities } = server.media;
  const [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  const room = await ann.openRoom();
  for (const one of [ann, bob]) await one.join(room.slug, { rtpCapabilities });
  const { id: transportId } = await ann.request('media:createSendTransport', {});
  const moves = [ann.next('media:moved'), bob.next('media:moved')];
  const [pid = 0] = workerPids();
  process.kill(pid, 'SIGKILL');
  for (const move of moves) expect(await move).toEqual({ generation: 1 });
  await expect(ann.request('media:restartIce', { transportId })).rejects.toMatchObject({
    code: 'not_found',
  });

  for (const one of [ann, bob]) {
    expect(await one.request('media:renew', {})).toMatchObject({
      receiveTransport: { id: expect.any(String) },
    });
    expect(one.all('room:participantLeft')).toEqual([]);
    expect(one.all('room:ended')).toEqual([]);
  }
  expect(server.log.at('error').map(({ message }) => message)).toEqual(['media worker died']);
});

test('where one of several workers dies, only those are told who lost something by it', async () => {
  const fake = await startServer();
  ended.push(() => fake.close());
  const { rtpCapabilities } = fake.media;
  const people = [await fake.person('Ann'), await fake.person('Bob'), await fake.person('Cy')] as const;
  const [ann, bob, cy] = people;
  const room = await ann.openRoom();
  const ids = [];
  for (const one of people) ids.push((await one.join(room.slug, { rtpCapabilities })).selfId);
  const [annId, bobId] = ids as [(typeof ids)[0], (typeof ids)[0]];
  const { id: transportId } = await ann.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  await ann.request('media:produce', { transportId, source: 'microphone', rtpParameters });

  const [moved, alone] = [ann.next('media:moved'), bob.next('media:receptionLost')];
  const removed = cy.next('media:producerRemoved');
  fake.media.rooms.get(room.id)?.emit('lost', [annId], [bobId]);
  expect(await moved).toEqual({ generation: 1 });
  await alone;
  expect(await removed).toMatchObject({ participantId: annId });
  await ann.request('media:renew', {});
  for (const one of people)
    await one.request('chat:send', { text: 'Here', clientMessageId: crypto.randomUUID() });
  expect(ann.all('media:receptionLost')).toEqual([]);
  for (const other of [bob, cy]) expect(other.all('media:moved')).toEqual([]);
  expect(cy.all('media:receptionLost')).toEqual([]);
});

test('a lounge sends on the voices that spoke last, and a stage all of those who are on it', async () => {
  const fake = await startServer();
  ended.push(() => fake.close());
  const ann = await fake.person('Ann');
  const room = await ann.openRoom();
  await ann.join(room.slug, {});
  const media = fake.media.rooms.get(room.id);
  expect(media?.mostVoices).toBe(limits.voicesHeard);
  await ann.request('stage:set', { mode: 'stage' });
  expect(media?.mostVoices).toBe(null);
  await ann.request('stage:set', { mode: 'lounge' });
  expect(media?.mostVoices).toBe(limits.voicesHeard);
});
