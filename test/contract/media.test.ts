import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConsumerId, ParticipantId, ProducerId, RoomId, TransportId } from '../../protocol/ids.ts';
import { ConsumerInfo } from '../../protocol/media.ts';
import { RtpCapabilities } from '../../protocol/rtp.ts';
import type { MediaEngine, MediaPeer, MediaRoom } from '../../server/media/api.ts';
import { mediaEngines } from '../support/mediaEngines.ts';
import { camera, cameraParameters, dtlsParameters, microphone } from '../support/rtp.ts';

const unknown = {
  transport: TransportId.parse(randomUUID()),
  producer: ProducerId.parse(randomUUID()),
  consumer: ConsumerId.parse(randomUUID()),
};

const shownAt = (consumerId: ConsumerId, spatialLayer: number) => ({
  consumerId,
  shown: true,
  spatialLayer,
  temporalLayer: 2,
});

const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(Object.entries(mediaEngines))('%s', (_name, open) => {
  let engine: MediaEngine;
  let room: MediaRoom;
  let ann: MediaPeer;
  let bob: MediaPeer;
  const rooms: MediaRoom[] = [];

  async function openRoom(): Promise<MediaRoom> {
    const opened = await engine.createRoom(RoomId.parse(randomUUID()));
    rooms.push(opened);
    return opened;
  }
  function enter(where: MediaRoom, rtpCapabilities: RtpCapabilities | undefined = engine.rtpCapabilities) {
    return where.createPeer(ParticipantId.parse(randomUUID()), rtpCapabilities);
  }
  async function sendMicrophone(peer: MediaPeer) {
    const { id: transportId } = await peer.createTransport('send');
    return await peer.produce(microphone(transportId));
  }
  async function sendCamera(peer: MediaPeer) {
    const { id: transportId } = await peer.createTransport('send');
    return await peer.produce(camera(transportId));
  }

  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    room = await openRoom();
    ann = enter(room);
    bob = enter(room);
  });
  afterEach(() => {
    for (const opened of rooms.splice(0)) opened.close();
  });

  test('tells what rooms speak: Opus that asks for lost packets again, and VP8', () => {
    const capabilities = RtpCapabilities.parse(engine.rtpCapabilities);
    const opus = capabilities.codecs.find(({ mimeType }) => mimeType === 'audio/opus');
    expect(opus).toMatchObject({ channels: 2, parameters: { useinbandfec: 1, usedtx: 1 } });
    expect(opus?.rtcpFeedback).toContainEqual(expect.objectContaining({ type: 'nack' }));
    expect(capabilities.codecs.map(({ mimeType }) => mimeType)).toContain('video/VP8');
  });

  test('sends one track of each source', async () => {
    const { id: transportId } = await ann.createTransport('send');
    const sendIt = () => ann.produce(microphone(transportId, true));
    expect(await sendIt()).toMatchObject({ source: 'microphone', paused: true });
    await expect(sendIt()).rejects.toMatchObject({ code: 'conflict' });
    expect(await ann.produce(camera(transportId))).toMatchObject({ source: 'camera', paused: false });
  });

  test('sends one microphone even when asked twice at the same moment', async () => {
    const { id: transportId } = await ann.createTransport('send');
    const asked = [1, 2].map(() => ann.produce(microphone(transportId)));
    const settled = await Promise.allSettled(asked);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(settled).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'conflict' }) }),
    );
    expect(await engine.count()).toMatchObject({ producers: 1 });
  });

  test('refuses a track whose parameters do not fit its source', async () => {
    const { id: transportId } = await ann.createTransport('send');
    const wrong = { ...microphone(transportId), rtpParameters: cameraParameters() };
    await expect(ann.produce(wrong)).rejects.toMatchObject({ code: 'bad_request' });
    expect(await engine.count()).toMatchObject({ producers: 0 });
  });

  test('refuses to send over the transport that receives', async () => {
    const { id: transportId } = await ann.createTransport('receive');
    await expect(ann.produce(microphone(transportId))).rejects.toMatchObject({ code: 'bad_request' });
  });

  test('lets others consume, and says whose track and of which source it is', async () => {
    const track = await sendMicrophone(ann);
    await bob.createTransport('receive');
    const [consumer, ...more] = await bob.consume([track.id]);
    expect(more).toEqual([]);
    expect(ConsumerInfo.parse(overTheWire(consumer))).toMatchObject({
      producerId: track.id,
      participantId: ann.id,
      source: 'microphone',
    });
    expect(consumer?.rtpParameters.codecs[0]).toMatchObject({ mimeType: 'audio/opus' });
  });

  test('leaves out what cannot be consumed: unknown, closed, own, of another room, or asked for twice', async () => {
    const own = await sendMicrophone(bob);
    const closed = await sendMicrophone(ann);
    ann.closeProducer(closed.id);
    const elsewhere = await sendMicrophone(enter(await openRoom()));
    const there = await sendMicrophone(enter(room));
    await bob.createTransport('receive');
    const asked = [own.id, closed.id, elsewhere.id, unknown.producer, there.id, there.id];
    expect((await bob.consume(asked)).map(({ producerId }) => producerId)).toEqual([there.id]);
    // The answer may have been lost: it is told again.
    expect(await bob.consume([there.id])).toMatchObject([{ producerId: there.id }]);
  });

  test('consumes a track once when asked twice at the same moment, and tells both', async () => {
    const track = await sendMicrophone(ann);
    await bob.createTransport('receive');
    const asked = await Promise.all([bob.consume([track.id]), bob.consume([track.id])]);
    expect(asked[0]).toHaveLength(1);
    expect(asked[1]).toEqual(asked[0]);
    expect(await engine.count()).toMatchObject({ consumers: 1 });
  });

  test('refuses to consume without a receive transport, or for whom cannot receive', async () => {
    const track = await sendMicrophone(ann);
    await expect(bob.consume([track.id])).rejects.toMatchObject({ code: 'conflict' });
    const reader = room.createPeer(ParticipantId.parse(randomUUID()), undefined);
    expect([bob.canReceive, reader.canReceive]).toEqual([true, false]);
    await reader.createTransport('receive');
    await expect(reader.consume([track.id])).rejects.toMatchObject({ code: 'conflict' });
  });

  test('opens a room again while the old one of the same id is still there', async () => {
    const id = RoomId.parse(randomUUID());
    const [old, again] = [await engine.createRoom(id), await engine.createRoom(id)];
    rooms.push(again);
    await enter(again).createTransport('send');
    old.close();
    expect(await engine.count()).toMatchObject({ transports: 1 });
  });

  test('says whether pausing changed anything', async () => {
    const { id } = await sendMicrophone(ann);
    expect(await ann.setPaused(id, false)).toBe(false);
    expect(await ann.setPaused(id, true)).toBe(true);
    expect(await ann.setPaused(id, true)).toBe(false);
    expect(await ann.setPaused(id, false)).toBe(true);
  });

  test('pauses, resumes, sizes and closes consumers, passing over those that are gone', async () => {
    const track = await sendCamera(ann);
    await bob.createTransport('receive');
    const [consumer] = await bob.consume([track.id]);
    if (!consumer) throw new Error('nothing was consumed');
    expect(await bob.consume([track.id])).toEqual([consumer]);
    const [small, paused] = [shownAt(consumer.id, 0), { ...shownAt(consumer.id, 0), shown: false }];
    await bob.setPreferences([small, shownAt(unknown.consumer, 2)]);
    await bob.setPreferences([paused]);
    bob.closeConsumers([consumer.id]);
    await expect(bob.setPreferences([small])).rejects.toMatchObject({ code: 'not_found' });
    expect(await engine.count()).toMatchObject({ consumers: 0 });
  });

  test('forgets what it consumes of a track, and may consume it again', async () => {
    const track = await sendMicrophone(ann);
    await bob.createTransport('receive');
    await bob.consume([track.id]);
    bob.forget([unknown.producer]);
    expect(await engine.count()).toMatchObject({ consumers: 1 });
    bob.forget([track.id]);
    bob.forget([track.id]);
    expect(await engine.count()).toMatchObject({ consumers: 0 });
    expect(await bob.consume([track.id])).toHaveLength(1);
    expect(await engine.count()).toMatchObject({ consumers: 1 });
  });

  test('finds ids among the own alone: those of others are unknown', async () => {
    const { id: transportId } = await ann.createTransport('receive');
    const track = await sendMicrophone(ann);
    const other = await sendMicrophone(bob);
    const [consumer] = await ann.consume([other.id]);
    if (!consumer) throw new Error('nothing was consumed');
    const stranger = enter(room);
    const notFound = { code: 'not_found' };
    for (const id of [transportId, unknown.transport]) {
      await expect(stranger.connectTransport(id, dtlsParameters())).rejects.toMatchObject(notFound);
      await expect(stranger.restartIce(id)).rejects.toMatchObject(notFound);
      await expect(stranger.produce(microphone(id))).rejects.toMatchObject(notFound);
    }
    for (const id of [track.id, unknown.producer]) {
      await expect(stranger.setPaused(id, true)).rejects.toMatchObject(notFound);
      expect(() => stranger.closeProducer(id)).toThrow(expect.objectContaining(notFound));
    }
    for (const id of [consumer.id, unknown.consumer]) {
      await expect(stranger.setPreferences([shownAt(id, 1)])).rejects.toMatchObject(notFound);
      expect(() => stranger.closeConsumers([id])).toThrow(expect.objectContaining(notFound));
    }
    expect(await engine.count()).toMatchObject({ producers: 2, consumers: 1 });
  });

  test('tells when a producer ends with its transport', async () => {
    const track = await sendMicrophone(ann);
    const ended: ProducerId[] = [];
    ann.on('producerClosed', (id) => ended.push(id));
    await ann.createTransport('send');
    expect(ended).toEqual([track.id]);
  });

  test('closes everything of a peer with it, and others lose what they consumed of it', async () => {
    const track = await sendMicrophone(ann);
    await bob.createTransport('receive');
    const [consumer] = await bob.consume([track.id]);
    if (!consumer) throw new Error('nothing was consumed');
    ann.close();
    ann.close();
    expect(await engine.count()).toMatchObject({ transports: 1, producers: 0, consumers: 0 });
    expect(await bob.consume([track.id])).toEqual([]);
    const gone = { code: 'gone' };
    await expect(ann.createTransport('send')).rejects.toMatchObject(gone);
    await expect(ann.consume([track.id])).rejects.toMatchObject(gone);
    await expect(ann.restartIce(unknown.transport)).rejects.toMatchObject(gone);
  });

  test('refuses as gone what was under way while the peer was closed', async () => {
    const { id: transportId } = await ann.createTransport('send');
    await ann.createTransport('receive');
    const other = await sendMicrophone(bob);
    const under = [ann.produce(microphone(transportId)), ann.createTransport('send')];
    const consuming = ann.consume([other.id]).catch((error: { code: string }) => error.code);
    ann.close();
    const ends = await Promise.allSettled(under);
    expect(ends.map((end) => end.status === 'rejected' && end.reason.code)).toEqual(['gone', 'gone']);
    expect(await consuming).toSatisfy((end) => end === 'gone' || (Array.isArray(end) && end.length === 0));
    expect(await engine.count()).toMatchObject({ transports: 1, producers: 1, consumers: 0 });
  });

  test('is back where it began when the rooms are closed', async () => {
    for (const opened of rooms.splice(0)) opened.close();
    const baseline = await engine.count();
    expect(baseline).toMatchObject({ routers: 0, transports: 0, producers: 0, consumers: 0 });
    expect(baseline.workers).toBeGreaterThan(0);
    const another = await openRoom();
    const cy = enter(another);
    await cy.createTransport('receive');
    await cy.consume([(await sendCamera(enter(another))).id]);
    expect(await engine.count()).toMatchObject({ routers: 1, transports: 2, producers: 1, consumers: 1 });
    another.close();
    expect(await engine.count()).toEqual(baseline);
  });
});
