import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { allCapabilities, cameraParameters, fewCapabilities, layeredParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer({ seatMs: 300 });
});
afterAll(() => server.close());

async function annAlone() {
  const ann = await server.person('Ann');
  const room = await ann.openRoom();
  const seat = await ann.join(room.slug, { rtpCapabilities: allCapabilities });
  const { id: transportId } = await ann.request('media:createSendTransport', {});
  return { ann, room, seat, transportId };
}

async function comes(
  slug: Parameters<TestServer<FakeMediaEngine>['person']>[0],
  rtpCapabilities?: RtpCapabilities,
) {
  const someone = await server.person('Someone');
  const seat = await someone.join(slug as never, rtpCapabilities ? { rtpCapabilities } : {});
  return { someone, seat };
}

test('everybody is told what all can show, when that becomes less and when it becomes more', async () => {
  const { ann, room, seat } = await annAlone();
  expect(seat.codecs).toEqual(['VP8', 'VP9', 'AV1']);
  const { someone: strong } = await comes(room.slug, allCapabilities);
  await comes(room.slug);
  await ann.settled();
  expect(ann.all('media:codecsChanged')).toEqual([]);

  const told = [ann.next('media:codecsChanged'), strong.next('media:codecsChanged')];
  const { someone: weak, seat: weakSeat } = await comes(room.slug, fewCapabilities);
  expect(await Promise.all(told)).toEqual([{ codecs: ['VP8'] }, { codecs: ['VP8'] }]);
  expect(weakSeat.codecs).toEqual(['VP8']);
  const more = ann.next('media:codecsChanged');
  await weak.request('room:leave', {});
  expect(await more).toEqual({ codecs: ['VP8', 'VP9', 'AV1'] });
});

test('a browser that fails to show what it said it can counts as one without it', async () => {
  const { ann, room } = await annAlone();
  const { someone } = await comes(room.slug, allCapabilities);
  const told = ann.next('media:codecsChanged');
  await someone.request('media:cannotShow', { codec: 'VP9' });
  expect(await told).toEqual({ codecs: ['VP8', 'AV1'] });
});

test('whoever lost the line counts as long as the seat waits', async () => {
  const { ann, room } = await annAlone();
  const { someone } = await comes(room.slug, fewCapabilities);
  const more = ann.next('media:codecsChanged', ({ codecs }) => codecs.length === 3);
  const left = ann.next('room:participantLeft');
  await someone.drop();
  await ann.next('room:participantChanged', ({ connected }) => !connected);
  expect(ann.all('media:codecsChanged').at(-1)).toEqual({ codecs: ['VP8'] });
  await left;
  await more;
});

test('a latecomer gets all but what cannot be shown, and that as soon as it is sent anew', async () => {
  const { ann, room, transportId } = await annAlone();
  const before = await ann.request('media:produce', {
    transportId,
    source: 'camera',
    rtpParameters: layeredParameters('VP9'),
  });
  const asked = ann.next('media:codecsChanged');
  const { someone: weak, seat } = await comes(room.slug, fewCapabilities);
  expect(seat.participants.flatMap(({ producers }) => producers)).toMatchObject([{ id: before.id }]);
  expect(await weak.request('media:consume', { producerIds: [before.id] })).toMatchObject({ consumers: [] });

  expect(await asked).toEqual({ codecs: ['VP8'] });
  const heard = weak.next('media:producerAdded');
  const after = await ann.request('media:produce', {
    transportId,
    source: 'camera',
    rtpParameters: cameraParameters(),
    replaces: before.id,
  });
  expect((await heard).producer.id).toBe(after.id);
  const { consumers } = await weak.request('media:consume', { producerIds: [after.id] });
  expect(consumers.map(({ producerId }) => producerId)).toEqual([after.id]);
  expect(weak.all('media:producerRemoved')).toEqual([]);
  const gone = weak.next('media:producerRemoved');
  await ann.request('media:closeProducer', { producerId: before.id });
  expect((await gone).producerId).toBe(before.id);
});

test('what ended while it was being sent anew does not go on', async () => {
  const { ann, transportId } = await annAlone();
  const sendIt = (replaces?: typeof before.id) =>
    ann.request('media:produce', {
      transportId,
      source: 'camera',
      rtpParameters: cameraParameters(),
      replaces,
    });
  const before = await ann.request('media:produce', {
    transportId,
    source: 'camera',
    rtpParameters: layeredParameters('VP9'),
  });
  const anew = sendIt(before.id);
  const ended = ann.request('media:closeProducer', { producerId: before.id });
  await expect(anew).rejects.toMatchObject({ code: expect.stringMatching(/^(gone|not_found)$/) });
  await ended;
  await sendIt();
});
