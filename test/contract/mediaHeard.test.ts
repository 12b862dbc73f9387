import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { ParticipantId } from '../../protocol/ids.ts';
import { type MediaHouse, openMediaHouse } from '../support/mediaHouse.ts';
import { camera, microphone } from '../support/rtp.ts';

let house: MediaHouse;
afterEach(() => house.engine.close());

test('a voice that a browser cannot hear is left out, and keeps no picture from it', async () => {
  house = await openMediaHouse();
  const { room } = await house.openRoom();
  const { codecs, headerExtensions } = house.engine.rtpCapabilities;
  const enter = (...mimeTypes: string[]) =>
    room.createPeer(ParticipantId.parse(randomUUID()), {
      codecs: codecs.filter(({ mimeType }) => mimeTypes.includes(mimeType)),
      headerExtensions,
    });
  const ann = enter('audio/opus', 'video/VP8');
  const { id: transportId } = await ann.createTransport('send');
  const voice = await ann.produce(microphone(transportId));
  const picture = await ann.produce(camera(transportId));
  const deaf = enter('video/VP8');
  await deaf.createTransport('receive');
  const ids = [voice.id, picture.id];
  expect((await deaf.consume(ids)).map(({ producerId }) => producerId)).toEqual([picture.id]);
  expect(await house.engine.count()).toMatchObject({ producers: 2, consumers: 1 });
});
