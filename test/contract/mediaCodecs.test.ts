import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codecsIn } from '../../protocol/codecs.ts';
import { ParticipantId, ProducerId, RoomId, type TransportId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import type { MediaEngine, MediaPeer, MediaRoom } from '../../server/media/api.ts';
import { mediaEngines } from '../support/mediaEngines.ts';
import { camera, layeredParameters, microphone } from '../support/rtp.ts';

describe.each(Object.entries(mediaEngines))('%s', (_name, open) => {
  let engine: MediaEngine;
  let room: MediaRoom;
  let ann: MediaPeer;
  let transportId: TransportId;

  const enter = (rtpCapabilities: RtpCapabilities) =>
    room.createPeer(ParticipantId.parse(randomUUID()), rtpCapabilities);
  /** Somebody whose browser shows only these. */
  async function viewer(...mimeTypes: string[]): Promise<MediaPeer> {
    const { codecs, headerExtensions } = engine.rtpCapabilities;
    const peer = enter({
      codecs: codecs.filter(({ mimeType }) => mimeTypes.includes(mimeType)),
      headerExtensions,
    });
    await peer.createTransport('receive');
    return peer;
  }
  const layered = (codec: 'VP9' | 'AV1', replaces?: ProducerId) => ({
    ...camera(transportId),
    rtpParameters: layeredParameters(codec),
    replaces,
  });

  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    room = await engine.createRoom(RoomId.parse(randomUUID()));
    ann = enter(engine.rtpCapabilities);
    transportId = (await ann.createTransport('send')).id;
  });
  afterEach(() => room.close());

  test('rooms speak VP8, VP9 and AV1', () => {
    expect(codecsIn(engine.rtpCapabilities)).toEqual(['VP8', 'VP9', 'AV1']);
  });

  test.each(['VP9', 'AV1'] as const)(
    'a camera in layers of %s arrives as what it is, in a size that is wanted',
    async (codec) => {
      const { id } = await ann.produce(layered(codec));
      const bob = await viewer('audio/opus', 'video/VP8', `video/${codec}`);
      const [consumer] = await bob.consume([id]);
      if (!consumer) throw new Error('nothing was consumed');
      expect(codecsIn(consumer.rtpParameters)).toEqual([codec]);
      expect(consumer.rtpParameters.encodings).toHaveLength(1);
      const [small, full] = [0, 2].map((spatialLayer) => ({
        consumerId: consumer.id,
        shown: true,
        spatialLayer,
        temporalLayer: 1,
      }));
      if (!small || !full) throw new Error('no wishes');
      await bob.setPreferences([small]);
      await bob.setPreferences([full]);
      await bob.setPreferences([{ ...full, shown: false }]);
    },
  );

  test('a picture that a browser cannot show is left out, and keeps nothing else from it', async () => {
    const sound = await ann.produce(microphone(transportId));
    const { id } = await ann.produce(layered('VP9'));
    const bob = await viewer('audio/opus', 'video/VP8');
    expect((await bob.consume([id, sound.id])).map(({ source }) => source)).toEqual(['microphone']);
    expect(await engine.count()).toMatchObject({ producers: 2, consumers: 1 });
  });

  test('a track takes the place of another one of its source, which flows until it is closed', async () => {
    const first = await ann.produce(layered('VP9'));
    const second = await ann.produce({ ...camera(transportId), replaces: first.id });
    const bob = await viewer('audio/opus', 'video/VP8', 'video/VP9');
    const both = await bob.consume([first.id, second.id]);
    expect(both.flatMap(({ rtpParameters }) => codecsIn(rtpParameters)).toSorted()).toEqual(['VP8', 'VP9']);
    ann.closeProducer(first.id);
    expect(await engine.count()).toMatchObject({ producers: 1, consumers: 1 });
  });

  test('only a track of the same source that is there is replaced, and once', async () => {
    const sound = await ann.produce(microphone(transportId));
    const first = await ann.produce(layered('VP9'));
    const instead = (replaces: ProducerId) => ann.produce({ ...camera(transportId), replaces });
    await expect(instead(ProducerId.parse(randomUUID()))).rejects.toMatchObject({ code: 'not_found' });
    await expect(instead(sound.id)).rejects.toMatchObject({ code: 'bad_request' });
    await instead(first.id);
    await expect(instead(first.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await engine.count()).toMatchObject({ producers: 3 });
  });
});
