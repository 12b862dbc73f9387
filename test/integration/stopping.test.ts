import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Source } from '../../protocol/sources.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { allCapabilities, cameraParameters, microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const parameters = (source: Source) =>
  source === 'camera' || source === 'screen' ? cameraParameters() : microphoneParameters();

/** A host, and a member who shows and says everything one can. */
async function hostAndSharer() {
  const [host, member] = [await server.person('Hana'), await server.person('Milo')];
  const room = await host.openRoom();
  const hostSeat = await host.join(room.slug, { rtpCapabilities: allCapabilities });
  const seat = await member.join(room.slug, { rtpCapabilities: allCapabilities });
  const { id: transportId } = await member.request('media:createSendTransport', {});
  const send = async (source: Source) =>
    (await member.request('media:produce', { transportId, source, rtpParameters: parameters(source) })).id;
  const ids = {
    microphone: await send('microphone'),
    camera: await send('camera'),
    screen: await send('screen'),
    screenAudio: await send('screenAudio'),
  };
  return { host, member, room, hostSeat, seat, send, ids };
}

test('a host ends a shared screen with its sound: at once, for everybody, and nothing else', async () => {
  const { host, member, seat, ids } = await hostAndSharer();
  const told = member.next('moderation:stopped');
  await host.request('moderation:stop', { participantId: seat.selfId, source: 'screen' });
  expect(await told).toEqual({ source: 'screen', by: 'Hana' });
  await host.settled();
  const ended = host.all('media:producerRemoved').map(({ producerId }) => producerId);
  expect(ended.toSorted()).toEqual([ids.screen, ids.screenAudio].toSorted());
  const left = [...server.media.rooms.values()].flatMap(({ producers }) => [...producers.keys()]);
  expect(left).toEqual(expect.arrayContaining([ids.microphone, ids.camera]));
  expect(left).not.toContain(ids.screen);
  expect(left).not.toContain(ids.screenAudio);
  expect(host.all('moderation:stopped')).toEqual([]);
});

test('who was stopped may show it again, and what does not run is not stopped', async () => {
  const { host, member, seat, send } = await hostAndSharer();
  const stop = () => host.request('moderation:stop', { participantId: seat.selfId, source: 'camera' });
  await stop();
  await stop();
  await member.settled();
  expect(member.all('moderation:stopped')).toHaveLength(1);
  const seen = host.next('media:producerAdded');
  const id = await send('camera');
  expect((await seen).producer).toMatchObject({ id, source: 'camera' });
});

test('a member stops nobody, and a host nobody who is not there', async () => {
  const { host, member, hostSeat } = await hostAndSharer();
  const ofHost = { participantId: hostSeat.selfId, source: 'camera' } as const;
  await expect(member.request('moderation:stop', ofHost)).rejects.toMatchObject({ code: 'forbidden' });
  const nobody = { participantId: crypto.randomUUID() as never, source: 'camera' } as const;
  await expect(host.request('moderation:stop', nobody)).rejects.toMatchObject({ code: 'not_found' });
});

test('who was away hears of it on the way back, until it is shown again', async () => {
  const { host, member, room, seat } = await hostAndSharer();
  await member.drop();
  await host.request('moderation:stop', { participantId: seat.selfId, source: 'screen' });
  const back = await server.client({ cookie: member.cookie });
  const { rtpCapabilities, seatToken } = { rtpCapabilities: allCapabilities, seatToken: seat.seatToken };
  const again = await back.join(room.slug, { rtpCapabilities, seatToken, keepMedia: true });
  expect(again.stopped).toEqual([{ source: 'screen', by: 'Hana' }]);
  const { id: transportId } = await back.request('media:createSendTransport', {});
  const rtpParameters = parameters('screen');
  await back.request('media:produce', { transportId, source: 'screen', rtpParameters });
  await back.drop();
  const third = await server.client({ cookie: member.cookie });
  const last = await third.join(room.slug, { rtpCapabilities, seatToken: again.seatToken });
  expect(last.stopped).toEqual([]);
});
