import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { dtlsParameters } from '../../bench/clients/rtp.ts';
import { ParticipantId } from '../../protocol/ids.ts';
import { type MediaHouse, openMediaHouse } from '../support/mediaHouse.ts';
import { IceProbe } from '../support/stun.ts';

let house: MediaHouse;
const probes: IceProbe[] = [];
afterEach(async () => {
  for (const probe of probes.splice(0)) probe.close();
  await house.engine.close();
});

function probe(): IceProbe {
  const made = new IceProbe();
  probes.push(made);
  return made;
}

test('a browser that stops answering is told of, and comes back with the same credentials or with new ones', {
  timeout: 40_000,
}, async () => {
  house = await openMediaHouse();
  const { room } = await house.openRoom();
  const peer = room.createPeer(ParticipantId.parse(randomUUID()), house.engine.rtpCapabilities);
  const changes: [direction: string, alive: boolean][] = [];
  peer.on('pathChanged', (...change) => changes.push(change));
  const [send, receive] = [await peer.createTransport('send'), await peer.createTransport('receive')];
  await probe().ask(send, send.iceParameters);
  await probe().ask(receive, receive.iceParameters);
  expect(changes).toEqual([]);

  const lost = [
    ['send', false],
    ['receive', false],
  ];
  await expect.poll(() => changes.toSorted().reverse(), { timeout: 14_000 }).toEqual(lost);

  // From another port, as after a change of the network.
  await probe().ask(send, send.iceParameters);
  const fresh = await peer.restartIce(receive.id);
  await probe().ask(receive, fresh);
  await expect
    .poll(() => changes.slice(2))
    .toEqual([
      ['send', true],
      ['receive', true],
    ]);
});

test('a browser whose packets are there before its fingerprint, which takes the longer way, is connected once', async () => {
  house = await openMediaHouse();
  const { room } = await house.openRoom();
  const peer = room.createPeer(ParticipantId.parse(randomUUID()), house.engine.rtpCapabilities);
  const send = await peer.createTransport('send');
  await probe().ask(send, send.iceParameters);
  // By this answer all that the worker told before has been heard.
  await house.engine.count();
  const fingerprint = dtlsParameters(Array.from({ length: 32 }, () => 'AB').join(':'));
  await peer.connectTransport(send.id, fingerprint);
  await expect(peer.connectTransport(send.id, fingerprint)).rejects.toMatchObject({ code: 'conflict' });
});
