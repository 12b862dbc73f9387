import { setImmediate } from 'node:timers/promises';
import { Device } from 'mediasoup-client';
import * as fakeParameters from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CallMedia } from '../../../client/session/CallMedia.svelte.ts';
import { LocalMedia } from '../../../client/session/LocalMedia.svelte.ts';
import { OwnTracks } from '../../../client/session/OwnTracks.svelte.ts';
import { RequestError } from '../../../client/session/RequestError.ts';
import { ProducerId, type TransportId } from '../../../protocol/ids.ts';
import type { ConsumerInfo, JoinedMedia } from '../../../protocol/media.ts';
import type { TransportInfo } from '../../../protocol/rtp.ts';
import { FakeSignaling } from './FakeSignaling.ts';
import { idOf } from './people.ts';
import { stubBrowser } from './stubBrowser.ts';

const voice = ProducerId.parse('microphone-of-2-producer');
const joined: JoinedMedia = {
  kept: false,
  receiveTransport: transport('receive-transport-1'),
  sendTransport: null,
  consumers: [],
};

let line: FakeSignaling;
let media: CallMedia;
let sounds: ProducerId[];
let device: Device;

const consumer = () =>
  ({
    ...fakeParameters.generateConsumerRemoteParameters({ codecMimeType: 'audio/opus' }),
    producerId: voice,
    participantId: idOf(2),
    source: 'microphone',
  }) as object as ConsumerInfo;

beforeEach(async () => {
  stubBrowser();
  device = new Device({ handlerFactory: FakeHandler.createFactory(fakeParameters) });
  await device.load({ routerRtpCapabilities: fakeParameters.generateRouterRtpCapabilities() });
  line = new FakeSignaling();
  line.replies['media:renew'] = () => joined;
  line.replies['media:consume'] = () => ({ receiveTransport: null, consumers: [] });
  sounds = [];
  media = new CallMedia({
    signaling: line,
    device: async () => device,
    own: new OwnTracks(new LocalMedia()),
    shown: () => [],
    sounds: () => sounds,
  });
  await media.begin(device, joined);
});
afterEach(() => media.close());

function transport(id: string): TransportInfo {
  const made = fakeParameters.generateTransportRemoteParameters();
  return { ...(made as object as TransportInfo), id: id as TransportId };
}

/** Somebody else begins to talk. */
function someoneTalks(): void {
  sounds = [voice];
  const producer = { id: voice, source: 'microphone', paused: false } as const;
  media.hear({ name: 'media:producerAdded', payload: { participantId: idOf(2), producer } }, idOf(1));
}

const consumed = () => line.asked.filter(({ name }) => name === 'media:consume').map(({ input }) => input);

test('a sound is asked for as soon as it is told', async () => {
  someoneTalks();
  await setImmediate();
  expect(consumed()).toEqual([{ producerIds: [voice] }]);
});

test('a sound told while new transports are made is asked for once they are there, and not before', async () => {
  const before = media.current;
  line.replies['media:renew'] = () => {
    someoneTalks();
    return joined;
  };
  await media.renew();
  await setImmediate();
  expect(media.current).not.toBe(before);
  expect(consumed()).toEqual([{ producerIds: [voice] }]);
});

test('what comes with the new transports is not asked for again', async () => {
  media.expect();
  someoneTalks();
  await setImmediate();
  expect(consumed()).toEqual([]);
  await media.begin(device, { ...joined, consumers: [consumer()] });
  await setImmediate();
  expect(consumed()).toEqual([]);
  expect([...media.tracks].map(({ producerId }) => producerId)).toEqual([voice]);
});

test('transports that could not be had leave those of before in use', async () => {
  delete line.replies['media:renew'];
  await expect(media.renew()).rejects.toMatchObject({ code: 'unreachable' });
  someoneTalks();
  await setImmediate();
  expect(consumed()).toEqual([{ producerIds: [voice] }]);
});

test('a transport whose fingerprint did not arrive is broken, and nothing to come back with', async () => {
  line.replies['media:connectTransport'] = () => null;
  await media.begin(device, { ...joined, consumers: [consumer()] });
  await setImmediate();
  expect([media.current?.broken, media.alive]).toEqual([false, true]);
  delete line.replies['media:connectTransport'];
  await media.begin(device, { ...joined, consumers: [consumer()] });
  await setImmediate();
  expect([media.current?.broken, media.alive]).toEqual([true, false]);
});

test.each([
  [new RequestError('unreachable', 'The line is lost.'), true],
  [new RequestError('not_found', 'There is no such track.'), false],
  [new DOMException('The transport is closed.', 'InvalidStateError'), false],
])('after %s on the way back one tries again, with the transports of before: %s', (error, alive) => {
  expect(media.brokenOff(error)).toMatchObject({ code: 'unreachable' });
  expect(media.alive).toBe(alive);
});

const lostReception = () => media.hear({ name: 'media:receptionLost', payload: {} }, idOf(1));
const another = ProducerId.parse('microphone-of-3-producer');
const consumerOf = (producerId: ProducerId) => ({
  ...consumer(),
  producerId,
  id: `of ${producerId}` as never,
});
const heard = () => [...media.tracks].map(({ producerId }) => producerId).sort();

test('where what is received over is lost, all sounds are asked for again, over what the answer brings', async () => {
  await media.begin(device, { ...joined, consumers: [consumer()] });
  sounds = [voice];
  line.replies['media:consume'] = () => ({
    receiveTransport: transport('receive-transport-2'),
    consumers: [consumer()],
  });
  lostReception();
  await setImmediate();
  expect(consumed()).toEqual([{ producerIds: [voice] }]);
  expect([heard(), media.current?.receive.transport?.id]).toEqual([[voice], 'receive-transport-2']);
  expect(line.asked.some(({ name }) => name === 'media:renew')).toBe(false);
});

test('what was being asked for when it was lost is asked for anew, and an answer of before changes nothing', async () => {
  const late = Promise.withResolvers<{ receiveTransport: null; consumers: [] }>();
  const answers = [
    () => late.promise,
    () => ({ receiveTransport: transport('receive-transport-2'), consumers: [consumer()] }),
  ];
  line.replies['media:consume'] = () => (answers.shift() ?? answers.at(-1))?.() as never;
  someoneTalks();
  await setImmediate();
  lostReception();
  await setImmediate();
  late.resolve({ receiveTransport: null, consumers: [] });
  await setImmediate();
  expect(consumed()).toEqual([{ producerIds: [voice] }, { producerIds: [voice] }]);
  expect(heard()).toEqual([voice]);
});

test('what came over a transport that another one takes the place of is asked for again', async () => {
  line.replies['media:connectTransport'] = () => null;
  await media.begin(device, { ...joined, consumers: [consumer()] });
  const answers = [
    { receiveTransport: transport('receive-transport-2'), consumers: [consumerOf(another)] },
    { receiveTransport: null, consumers: [consumer()] },
  ];
  line.replies['media:consume'] = () => answers.shift() ?? { receiveTransport: null, consumers: [] };
  await media.current?.receive.consume([another]);
  expect(consumed()).toEqual([{ producerIds: [another] }, { producerIds: [voice] }]);
  expect(heard()).toEqual([another, voice].sort());
});

test('two answers with the same transport make one of it', async () => {
  const made = transport('receive-transport-2');
  const ids = Array.from({ length: 100 }, (_, n) => ProducerId.parse(`microphone-of-${n}-producer`));
  line.replies['media:consume'] = ({ producerIds }) => ({
    receiveTransport: made,
    consumers: producerIds.map((id) => consumerOf(id as ProducerId)),
  });
  await media.current?.receive.consume(ids);
  expect(heard()).toEqual(ids.toSorted());
});

test('where the server has another transport than was lost, all is made anew', async () => {
  await media.begin(device, { ...joined, consumers: [consumer()] });
  sounds = [voice];
  line.replies['media:consume'] = () => ({ receiveTransport: null, consumers: [consumer()] });
  lostReception();
  for (let round = 0; round < 5; round++) await setImmediate();
  expect(line.asked.filter(({ name }) => name === 'media:renew')).toHaveLength(1);
});

test('where the answer was lost that told of a transport, all is made anew on the way back', async () => {
  await media.begin(device, { ...joined, consumers: [consumer()] });
  sounds = [voice];
  // It was asked for, and the line was lost.
  line.replies['media:consume'] = () => ({ receiveTransport: null, consumers: [consumer()] });
  media.current?.receive.lose();
  media.goOn({ people: [], sounds });
  for (let round = 0; round < 5; round++) await setImmediate();
  expect(line.asked.filter(({ name }) => name === 'media:renew')).toHaveLength(1);
});

test('on the way back it is said which transports are in use, and not which nobody has used', async () => {
  line.replies['media:connectTransport'] = () => null;
  expect(media.kept(true)).toEqual({ keepMedia: true, transportIds: [] });
  await media.begin(device, { ...joined, consumers: [consumer()] });
  await expect.poll(() => media.kept(true).transportIds).toEqual(['receive-transport-1']);
  expect(media.kept(false)).toEqual({ keepMedia: false });
});

test('lost while new transports are made, it is looked at when they are there', async () => {
  sounds = [voice];
  line.replies['media:renew'] = () => {
    lostReception();
    return { ...joined, consumers: [consumer()] };
  };
  line.replies['media:consume'] = () => ({
    receiveTransport: transport('receive-transport-3'),
    consumers: [consumer()],
  });
  await media.renew();
  for (let round = 0; round < 5; round++) await setImmediate();
  expect([heard(), media.current?.receive.transport?.id]).toEqual([[voice], 'receive-transport-3']);
});

/** The room goes elsewhere, and those of before are said to be gone in the same moment. */
function leave(): Promise<void> {
  const moved = media.move(0);
  const payload = { participantId: idOf(2), producerId: voice };
  media.hear({ name: 'media:producerRemoved', payload }, idOf(1));
  return moved;
}

test('where what was before goes on for a while, it is heard until the same comes over the new transports', async () => {
  await media.begin(device, { ...joined, consumers: [consumer()] });
  const before = media.current;
  line.replies['media:renew'] = () => ({ ...joined, receiveTransport: transport('receive-transport-2') });
  const moved = leave();
  expect(heard()).toEqual([voice]);
  await expect.poll(() => media.current === before).toBe(false);
  expect([heard(), before?.closed]).toEqual([[voice], false]);
  before?.close();
  await moved;
  expect(heard()).toEqual([]);
});

test('who could not come over goes on with what there is, as far as it is there', async () => {
  await media.begin(device, { ...joined, consumers: [consumer()] });
  delete line.replies['media:renew'];
  await expect(leave()).rejects.toMatchObject({ code: 'unreachable' });
  expect(heard()).toEqual([voice]);
  media.hear(
    { name: 'media:producerRemoved', payload: { participantId: idOf(2), producerId: voice } },
    idOf(1),
  );
  expect(heard()).toEqual([]);
});
