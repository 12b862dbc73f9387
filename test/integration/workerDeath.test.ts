import { afterEach, expect, test } from 'vitest';
import type { MediasoupEngine } from '../../server/media/MediasoupEngine.ts';
import { workerPids } from '../support/processes.ts';
import { cameraParameters, dtlsParameters, microphoneParameters } from '../support/rtp.ts';
import { startWholeServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<MediasoupEngine>;
afterEach(() => server.close());

test('two people send and receive over a real worker, as far as signalling goes', async () => {
  server = await startWholeServer();
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
