import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { cameraParameters, dtlsParameters, microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** A host, and a member who speaks. */
async function hostAndMember() {
  const [host, member] = [await server.person('Hana'), await server.person('Milo')];
  const room = await host.openRoom();
  const { rtpCapabilities } = server.media;
  const seat = await host.join(room.slug, { rtpCapabilities });
  const memberSeat = await member.join(room.slug, { rtpCapabilities });
  const { id: transportId } = await member.request('media:createSendTransport', {});
  const { id: producerId } = await member.request('media:produce', {
    transportId,
    source: 'microphone',
    rtpParameters: microphoneParameters(),
  });
  return { host, member, room, seat, memberSeat, transportId, producerId };
}

const change = {
  name: 'Another name',
  topic: '',
  interests: ['astronomy' as never],
  language: 'de',
  music: true,
  pushToTalk: true,
};

test('a host changes the room, for everybody in it and outside', async () => {
  const { host, member, room } = await hostAndMember();
  const heard = member.next('room:changed');
  const info = await host.request('room:edit', change);
  expect(info).toEqual({ ...room, ...change });
  expect(await heard).toEqual(info);
  expect(await host.ask('GET', `/rooms/${room.slug}`)).toMatchObject({ room: { name: 'Another name' } });
});

test('a room cannot be given an interest that does not exist', async () => {
  const { host } = await hostAndMember();
  const interests = ['underwater-chess' as never];
  await expect(host.request('room:edit', { ...change, interests })).rejects.toMatchObject({
    code: 'bad_request',
  });
  expect(server.log.at('error')).toEqual([]);
});

test('a member may neither change the room nor mute others', async () => {
  const { host, member, seat } = await hostAndMember();
  await expect(member.request('room:edit', change)).rejects.toMatchObject({ code: 'forbidden' });
  const mute = { participantId: seat.selfId };
  await expect(member.request('moderation:mute', mute)).rejects.toMatchObject({ code: 'forbidden' });
  await host.settled();
  expect(host.all('room:changed')).toEqual([]);
  expect(host.all('moderation:muted')).toEqual([]);
});

test('a host of one room is a member of another', async () => {
  const [one, other] = [await hostAndMember(), await hostAndMember()];
  await one.host.request('room:leave', {});
  await one.host.join(other.room.slug);
  await expect(one.host.request('room:edit', change)).rejects.toMatchObject({ code: 'forbidden' });
});

test('a host mutes a microphone: everybody sees it, and its owner is told by whom', async () => {
  const { host, member, memberSeat, producerId } = await hostAndMember();
  const [told, seen] = [member.next('moderation:muted'), host.next('media:producerChanged')];
  await host.request('moderation:mute', { participantId: memberSeat.selfId });
  expect(await told).toEqual({ by: 'Hana' });
  expect(await seen).toEqual({
    participantId: memberSeat.selfId,
    producer: { id: producerId, source: 'microphone', paused: true },
  });
  expect(
    [...server.media.rooms.values()].map(({ producers }) => producers.get(producerId)?.paused),
  ).toContain(true);
  await host.request('moderation:mute', { participantId: memberSeat.selfId });
  await member.settled();
  expect(member.all('moderation:muted')).toHaveLength(1);
});

test('only the muted can open the microphone again', async () => {
  const { host, member, memberSeat, producerId } = await hostAndMember();
  await host.request('moderation:mute', { participantId: memberSeat.selfId });
  const mine = { producerId, paused: false };
  await expect(host.request('media:setPaused', mine)).rejects.toMatchObject({ code: 'not_found' });
  const seen = host.next('media:producerChanged', ({ producer }) => !producer.paused);
  await member.request('media:setPaused', mine);
  expect(await seen).toMatchObject({ participantId: memberSeat.selfId });
});

test('a host mutes somebody whose microphone is about to be sent over new transports', async () => {
  const { host, member, memberSeat } = await hostAndMember();
  await member.request('media:renew', {});
  await host.request('moderation:mute', { participantId: memberSeat.selfId });
  const { id: transportId } = await member.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  const track = { transportId, source: 'microphone', rtpParameters } as const;
  expect(await member.request('media:produce', track)).toMatchObject({ paused: true });
});

test('a host shows one person large to everybody, and another takes the place', async () => {
  const { host, member, seat, memberSeat } = await hostAndMember();
  const seen = member.next('room:participantChanged', ({ spotlit }) => spotlit);
  await host.request('room:spotlight', { participantId: memberSeat.selfId });
  expect(await seen).toMatchObject({ id: memberSeat.selfId });
  const gone = member.next(
    'room:participantChanged',
    ({ id, spotlit }) => id === memberSeat.selfId && !spotlit,
  );
  const next = member.next('room:participantChanged', ({ id, spotlit }) => id === seat.selfId && spotlit);
  await host.request('room:spotlight', { participantId: seat.selfId });
  await Promise.all([gone, next]);
  const nobody = member.next('room:participantChanged', ({ id, spotlit }) => id === seat.selfId && !spotlit);
  await host.request('room:spotlight', { participantId: null });
  await nobody;
});

test('a member shows nobody large to others, and a host nobody who is not there', async () => {
  const { host, member, memberSeat } = await hostAndMember();
  const own = { participantId: memberSeat.selfId };
  await expect(member.request('room:spotlight', own)).rejects.toMatchObject({ code: 'forbidden' });
  const nobody = { participantId: crypto.randomUUID() as never };
  await expect(host.request('room:spotlight', nobody)).rejects.toMatchObject({ code: 'not_found' });
  await host.settled();
  expect(host.all('room:participantChanged')).toEqual([]);
});

test('nobody is muted who is not there', async () => {
  const { host } = await hostAndMember();
  const other = await hostAndMember();
  for (const participantId of [other.memberSeat.selfId, crypto.randomUUID() as never]) {
    await expect(host.request('moderation:mute', { participantId })).rejects.toMatchObject({
      code: 'not_found',
    });
  }
  await other.member.settled();
  expect(other.member.all('moderation:muted')).toEqual([]);
});

test('transports, tracks and consumers of others are not found, whoever asks', async () => {
  const { host, member, memberSeat, transportId, producerId } = await hostAndMember();
  const [camera] = await Promise.all([
    member.request('media:produce', { transportId, source: 'camera', rtpParameters: cameraParameters() }),
  ]);
  const { consumers } = await host.request('media:consume', { producerIds: [camera.id] });
  const consumerId = consumers[0]?.id ?? ('' as never);
  const receiving = memberSeat.media?.receiveTransport?.id ?? ('' as never);
  const notFound = { code: 'not_found' };
  const elsewhere = (await hostAndMember()).host;
  for (const thief of [host, elsewhere]) {
    for (const id of [transportId, receiving]) {
      const connect = { transportId: id, dtlsParameters: dtlsParameters() };
      await expect(thief.request('media:connectTransport', connect)).rejects.toMatchObject(notFound);
      await expect(thief.request('media:restartIce', { transportId: id })).rejects.toMatchObject(notFound);
      const produce = {
        transportId: id,
        source: 'microphone',
        rtpParameters: microphoneParameters(),
      } as const;
      await expect(thief.request('media:produce', produce)).rejects.toMatchObject(notFound);
    }
    await expect(thief.request('media:closeProducer', { producerId })).rejects.toMatchObject(notFound);
  }
  for (const thief of [member, elsewhere]) {
    const consumerIds = [consumerId];
    await expect(thief.request('media:closeConsumers', { consumerIds })).rejects.toMatchObject(notFound);
    const preferences = [{ consumerId, shown: true }];
    await expect(thief.request('media:setPreferences', { preferences })).rejects.toMatchObject(notFound);
  }
  const foreign = await elsewhere.request('media:consume', { producerIds: [producerId, camera.id] });
  expect(foreign.consumers).toEqual([]);
});
