import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../protocol/errors.ts';
import { Refusal } from '../../protocol/errors.ts';
import { type RequestName, requests } from '../../protocol/index.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { MediasoupEngine } from '../../server/media/MediasoupEngine.ts';
import { brokenIn, nasty, validFor } from '../support/arbitraries.ts';
import type { Client } from '../support/Client.ts';
import { workerPids } from '../support/processes.ts';
import { cameraParameters, dtlsParameters, microphoneParameters } from '../support/rtp.ts';
import { startWholeServer, type TestServer } from '../support/startServer.ts';

const names = Object.keys(requests) as RequestName[];
// Of each event in each state: 21 events in two states make 2,100 inputs.
const inputsOfEach = 50;
const unanswered = { ok: 'unanswered' } as const;

let server: TestServer<MediasoupEngine>;
let room: RoomInfo;
let sender: Client;
let bystander: Client;
let asked = 0;
const pids: number[] = [];
const known: Record<string, unknown[]> = {
  slug: [],
  participantId: [],
  transportId: [],
  producerId: [],
  consumerId: [],
  seatToken: [],
};

/** The bystander sends sound and picture. */
async function show(): Promise<void> {
  const { id: transportId } = await bystander.request('media:createSendTransport', {});
  for (const [source, rtpParameters] of [
    ['microphone', microphoneParameters()],
    ['camera', cameraParameters()],
  ] as const) {
    await bystander.request('media:produce', { transportId, source, rtpParameters });
  }
}

/** Comes into the room as its host, with everything that can be had there. */
async function settle(): Promise<void> {
  const { rtpCapabilities } = server.media;
  const { participants } = await sender.join(room.slug);
  // Whatever was made of it, it is a lounge again, in which the bystander shows what there is to see.
  await sender.request('stage:set', { mode: 'lounge', mics: 'free', handsOpen: true });
  await sender.request('role:decide', { permissions: {} });
  await sender.request('room:freeze', { joins: false, speak: false, show: false, chat: false, note: '' });
  if (!participants.some(({ name, producers }) => name === 'Bystander' && producers.length > 0)) await show();
  await sender.request('room:leave', {});
  const seat = await sender.join(room.slug, { rtpCapabilities });
  const { id: transportId } = await sender.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  const own = await sender.request('media:produce', { transportId, source: 'microphone', rtpParameters });
  const consumerIds = seat.media?.consumers.map(({ id }) => id) ?? [];
  known.seatToken = [seat.seatToken];
  // Whoever is named may be removed: not the bystander.
  known.participantId = seat.participants.filter(({ name }) => name !== 'Bystander').map(({ id }) => id);
  known.transportId = [transportId, seat.media?.receiveTransport?.id];
  known.producerId = [own.id, ...seat.participants.flatMap(({ producers }) => producers.map(({ id }) => id))];
  known.consumerId = consumerIds;
}

async function be(joined: boolean): Promise<void> {
  if (!sender.socket.connected) await sender.connect();
  const left = await sender.answer('room:leave', {});
  if (!left.ok && left.error.code !== 'not_joined') throw new Error(left.error.code);
  if (joined) await settle();
}

beforeAll(async () => {
  server = await startWholeServer();
  pids.push(...workerPids());
  [sender, bystander] = [await server.person('Fuzz'), await server.person('Bystander')];
  room = await sender.openRoom();
  known.slug = [room.slug];
  await bystander.join(room.slug, { rtpCapabilities: server.media.rtpCapabilities });
  await (await server.person('Victim')).join(room.slug);
});
afterAll(() => server.close());

type Form = 'plain' | 'more' | 'shifted' | 'silent';

async function send(name: string, input: unknown, form: Form): Promise<Answer<unknown> | typeof unanswered> {
  asked++;
  if (form === 'silent') {
    sender.socket.emit(name, input);
    return await sender.answer('lobby:unwatch', {});
  }
  const args = { plain: [input], more: [input, 'and', { more: true }], shifted: [null, input] }[form];
  return await sender.answer(name, ...args).catch(() => unanswered);
}

function check(name: RequestName, answer: Answer<unknown> | typeof unanswered): void {
  if (answer.ok === 'unanswered') throw new Error('no answer');
  if (answer.ok) return;
  const { code } = Refusal.strict().parse(answer.error);
  if (code === 'internal')
    throw new Error(`internal: ${JSON.stringify(server.log.at('error').at(-1)?.context)}`);
  expect(name).toBeDefined();
}

describe.each([
  ['in a room', true],
  ['outside', false],
])('%s', (_where, joined) => {
  test.each(names)(
    'every input to %s is answered as the protocol says',
    { timeout: 60_000 },
    async (name) => {
      const valid = validFor(requests[name].input, known);
      const input = fc.oneof(
        { weight: 45, arbitrary: valid },
        { weight: 45, arbitrary: brokenIn(valid) },
        { weight: 10, arbitrary: nasty },
      );
      const form = fc.constantFrom<Form>('plain', 'plain', 'plain', 'more', 'shifted', 'silent');
      await be(joined);
      const run = async (value: unknown, how: Form) => {
        const answer = await send(name, value, how);
        check(name, answer);
        if (how === 'plain' && answer.ok === true) requests[name].output.parse(answer.data);
        // Some valid inputs lead out of the state that is looked at.
        if (answer.ok === true && (name === 'room:join' || name === 'room:leave')) await be(joined);
      };
      await fc.assert(fc.asyncProperty(input, form, run), { numRuns: inputsOfEach, endOnFailure: true });
    },
  );
});

test('inputs of the right form by the hundred do not end the worker', async () => {
  await be(true);
  const evil = [
    { transportId: known.transportId?.[1], dtlsParameters: { fingerprints: [] } },
    { transportId: known.transportId?.[1], dtlsParameters: { ...dtlsParameters(), role: 'auto' } },
    {
      transportId: known.transportId?.[1],
      dtlsParameters: { fingerprints: Array.from({ length: 300 }, () => dtlsParameters().fingerprints[0]) },
    },
    {
      transportId: known.transportId?.[0],
      dtlsParameters: {
        fingerprints: [{ algorithm: 'sha-512', value: dtlsParameters().fingerprints[0]?.value }],
      },
    },
  ];
  for (const input of evil)
    check('media:connectTransport', await send('media:connectTransport', input, 'plain'));

  const camera = cameraParameters();
  const [encoding, codec] = [camera.encodings[0], camera.codecs[0]];
  const many = [
    { ...camera, mid: '0' },
    { ...camera, encodings: [encoding, encoding] },
    { ...camera, encodings: [{ rid: 'a' }, { rid: 'a' }] },
    { ...camera, encodings: [{ ssrc: 0 }] },
    { ...camera, encodings: [{ ssrc: 2 ** 32 }] },
    { ...camera, encodings: [{}] },
    { ...camera, encodings: [{ ...encoding, scalabilityMode: 'S99T99' }] },
    { ...camera, encodings: Array.from({ length: 10_000 }, () => 0) },
    { ...camera, mid: 'longer than eight' },
    { ...camera, codecs: [codec, codec] },
    { ...camera, codecs: [{ ...codec, payloadType: 1_000 }] },
    { ...camera, codecs: [{ ...codec, mimeType: 'video/H264' }] },
    { ...camera, codecs: [{ ...codec, mimeType: 'video/rtx', parameters: { apt: 5 } }] },
    { ...camera, headerExtensions: [{ uri: 'urn:unknown', id: 1 }] },
    { ...camera, headerExtensions: Array.from({ length: 30 }, (_, id) => ({ uri: 'x', id: id + 1 })) },
    { ...camera, rtcp: { cname: 'x'.repeat(10_000) } },
  ];
  for (const rtpParameters of many) {
    const input = { transportId: known.transportId?.[0], source: 'camera', rtpParameters };
    const answer = await send('media:produce', input, 'plain');
    check('media:produce', answer);
    if (answer.ok === true) await be(true);
  }
  expect(workerPids()).toEqual(pids);
});

test('more than a request may weigh closes the line, and nothing else', async () => {
  await be(false);
  const cut = sender.disconnected();
  sender.socket.emit('lobby:watch', 'x'.repeat(70_000));
  await cut;
  await expect(bystander.answer('lobby:unwatch', {})).resolves.toMatchObject({ ok: true });
  await be(false);
});

test.each([
  '',
  'room',
  'room:',
  'chat:__proto__',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '42',
])('there is no request "%s"', async (name) => {
  expect(await sender.answer(name, {})).toMatchObject({ ok: false, error: { code: 'bad_request' } });
});

test('what needs a seat is refused before joining, after leaving, and without a cookie', async () => {
  await be(false);
  const stranger = await server.client({ cookie: null });
  for (const name of names.filter((name) => requests[name].state !== 'connected')) {
    for (const client of [sender, stranger]) {
      expect(await client.answer(name, {}), name).toMatchObject({ ok: false, error: { code: 'not_joined' } });
    }
  }
  for (const name of names.filter(
    (name) => requests[name].state === 'connected' && requests[name].may === 'guest',
  )) {
    expect(await stranger.answer(name, {}), name).toMatchObject({
      ok: false,
      error: { code: 'unauthenticated' },
    });
  }
});

test('after all of it the worker and the bystander are as they were, and nothing failed', async () => {
  expect(asked).toBeGreaterThanOrEqual(2 * names.length * inputsOfEach);
  expect(workerPids()).toEqual(pids);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(server.log.at('error')).toEqual([]);
  await bystander.request('chat:send', {
    clientMessageId: crypto.randomUUID() as never,
    text: 'Still here.',
  });
  const seqs = bystander.all('chat:message').map(({ seq }) => seq);
  expect(seqs.length).toBeGreaterThan(0);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(bystander.all('room:ended')).toEqual([]);
});
