import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ParticipantId, type ProducerId, RoomId, TransportId } from '../../protocol/ids.ts';
import { type RtpCapabilities, TransportInfo } from '../../protocol/rtp.ts';
import type { MediaEngine, MediaPeer, MediaRoom } from '../../server/media/api.ts';
import { mediaEngines } from '../support/mediaEngines.ts';
import { dtlsParameters, microphone } from '../support/rtp.ts';

describe.each(Object.entries(mediaEngines))('%s', (_name, open) => {
  let engine: MediaEngine;
  let room: MediaRoom;
  let ann: MediaPeer;
  let bob: MediaPeer;

  function enter(where: MediaRoom, rtpCapabilities: RtpCapabilities | undefined = engine.rtpCapabilities) {
    return where.createPeer(ParticipantId.parse(randomUUID()), rtpCapabilities);
  }
  async function sendMicrophone(peer: MediaPeer) {
    const { id: transportId } = await peer.createTransport('send');
    return await peer.produce(microphone(transportId));
  }

  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    room = await engine.createRoom(RoomId.parse(randomUUID()));
    ann = enter(room);
    bob = enter(room);
  });
  afterEach(() => room.close());

  test('describes a transport as the protocol says, without SCTP', async () => {
    const info = await ann.createTransport('send');
    expect(TransportInfo.strict().parse(info)).toEqual(info);
    expect(info).not.toHaveProperty('sctpParameters');
  });

  test('connects a transport once', async () => {
    const { id } = await ann.createTransport('receive');
    await ann.connectTransport(id, dtlsParameters());
    await expect(ann.connectTransport(id, dtlsParameters())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('connects a transport once even when asked twice at the same moment', async () => {
    const { id } = await ann.createTransport('receive');
    const asked = [ann.connectTransport(id, dtlsParameters()), ann.connectTransport(id, dtlsParameters())];
    const [first, second] = await Promise.allSettled(asked);
    expect(first?.status).toBe('fulfilled');
    expect(second).toMatchObject({ reason: { code: 'conflict' } });
  });

  test('gives new ICE credentials to a transport', async () => {
    const { id, iceParameters } = await ann.createTransport('send');
    const fresh = await ann.restartIce(id);
    expect(fresh.usernameFragment).not.toBe(iceParameters.usernameFragment);
  });

  test('makes one transport of each direction: a second takes the place of the first', async () => {
    const first = await ann.createTransport('send');
    await ann.createTransport('send');
    await ann.createTransport('receive');
    await expect(ann.restartIce(first.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await engine.count()).toMatchObject({ transports: 2 });
  });

  test('knows which transports it has: none that another one took the place of, and none of others', async () => {
    const [first, receiving] = [await ann.createTransport('send'), await ann.createTransport('receive')];
    const others = await bob.ensureReceive();
    const held = (...ids: (TransportId | undefined)[]) => ids.map((id) => id !== undefined && ann.holds(id));
    expect(held(first.id, receiving.id, others?.id)).toEqual([true, true, false]);
    const second = await ann.createTransport('send');
    await expect.poll(() => held(first.id, second.id, receiving.id)).toEqual([false, true, true]);
    room.close();
    expect(held(second.id, receiving.id)).toEqual([false, false]);
  });

  test('makes a transport to receive when there is none', async () => {
    const track = await sendMicrophone(ann);
    const info = await bob.ensureReceive();
    expect(TransportInfo.strict().parse(info)).toEqual(info);
    expect(await bob.ensureReceive()).toBeNull();
    expect(await bob.consume([track.id])).toHaveLength(1);
    expect(await engine.count()).toMatchObject({ transports: 2 });
  });

  test('makes one transport to receive when asked twice at the same moment, and tells both', async () => {
    const [first, second] = await Promise.all([bob.ensureReceive(), bob.ensureReceive()]);
    expect(first).not.toBeNull();
    expect(second).toEqual(first);
    expect(await bob.ensureReceive()).toBeNull();
    expect(await engine.count()).toMatchObject({ transports: 1 });
  });

  test('gives whoever asks while it begins anew the very transport that is being made', async () => {
    const [made, asked] = await Promise.all([bob.createTransport('receive'), bob.ensureReceive()]);
    expect(asked).toEqual(made);
    expect(await engine.count()).toMatchObject({ transports: 1 });
  });

  test('makes no transport to receive for whom cannot receive, or who left', async () => {
    const reader = room.createPeer(ParticipantId.parse(randomUUID()), undefined);
    await expect(reader.ensureReceive()).rejects.toMatchObject({ code: 'conflict' });
    const leaving = bob.ensureReceive();
    bob.close();
    await expect(leaving).rejects.toMatchObject({ code: 'gone' });
    await expect(bob.ensureReceive()).rejects.toMatchObject({ code: 'gone' });
    expect(await engine.count()).toMatchObject({ transports: 0 });
  });

  test('closes a transport to which no browser comes, and what was sent over it', async () => {
    const hasty = await open(100);
    const cy = enter(await hasty.createRoom(RoomId.parse(randomUUID())), hasty.rtpCapabilities);
    const receive = await cy.ensureReceive();
    const track = await sendMicrophone(cy);
    const held = () => receive !== null && cy.holds(receive.id);
    expect(held()).toBe(true);
    const ended: ProducerId[] = [];
    cy.on('producerClosed', (id) => ended.push(id));
    await expect.poll(() => ended).toEqual([track.id]);
    await expect.poll(async () => (await hasty.count()).transports).toBe(0);
    await expect.poll(held).toBe(false);
    await expect(cy.restartIce(TransportId.parse(receive?.id))).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(cy.consume([])).rejects.toMatchObject({ code: 'conflict' });
    const another = await cy.ensureReceive();
    expect(another?.id).not.toBe(receive?.id);
    await hasty.close();
  });
});
