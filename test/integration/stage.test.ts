import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Client } from '../support/Client.ts';
import { FakeClock } from '../support/FakeClock.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { cameraParameters, microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const clock = new FakeClock();
let server: TestServer<FakeMediaEngine>;
let host: Client;
let room: RoomInfo;
beforeAll(async () => {
  server = await startServer({ clock });
});
afterAll(() => server.close());
beforeEach(async () => {
  host = await server.person('Hana');
  room = await host.openRoom({ lasting: true });
  await host.join(room.slug, { rtpCapabilities: server.media.rtpCapabilities });
});

interface Seated {
  readonly client: Client;
  readonly id: ParticipantId;
}

async function come(name: string, to = room): Promise<Seated> {
  const client = await server.person(name);
  const { rtpCapabilities } = server.media;
  const { selfId } = await client.join(to.slug, { rtpCapabilities });
  return { client, id: selfId };
}

/** What another tab of somebody sees. */
async function tabOf({ cookie }: Client) {
  return await (await server.client({ cookie })).join(room.slug, { companion: true });
}

async function speak(client: Client, paused = false) {
  const { id: transportId } = await client.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  return await client.request('media:produce', { transportId, source: 'microphone', rtpParameters, paused });
}

const onStage = (client: Client, id: ParticipantId, on: boolean) =>
  client.next('room:participantChanged', (one) => one.id === id && one.onStage === on);
const closed = (client: Client) => client.next('media:producerRemoved');
const pausedOf = (client: Client, id: ParticipantId, paused: boolean) =>
  client.next(
    'media:producerChanged',
    ({ participantId, producer }) => participantId === id && producer.paused === paused,
  );

test('a room becomes a stage while people talk: listeners are silent at once and told, nobody reconnects', async () => {
  const ann = await come('Ann');
  await speak(ann.client);
  await speak(host);
  const [gone, told, changed] = [closed(host), ann.client.next('stage:movedDown'), host.next('room:changed')];
  await host.request('stage:set', { mode: 'stage' });
  expect((await changed).mode).toBe('stage');
  await gone;
  expect(await told).toEqual({ by: null });
  for (const ask of [
    ann.client.request('media:createSendTransport', {}),
    ann.client.request('stage:stepUp', {}),
  ]) {
    await expect(ask).rejects.toMatchObject({ code: expect.stringMatching(/off_stage|forbidden/) });
  }
  // The host goes on speaking over the same track, and both are in the room as before.
  const { participants } = await tabOf(host);
  expect(participants.map(({ onStage, producers }) => [onStage, producers.length])).toEqual([
    [true, 1],
    [false, 0],
  ]);
  expect(host.all('room:participantLeft')).toEqual([]);
});

test('a listener is refused with the reason whatever they send, by whatever transport', async () => {
  const ann = await come('Ann');
  const { id: transportId } = await ann.client.request('media:createSendTransport', {});
  await host.request('stage:set', { mode: 'stage' });
  for (const [source, rtpParameters] of [
    ['microphone', microphoneParameters()],
    ['camera', cameraParameters()],
  ] as const) {
    const sent = ann.client.request('media:produce', { transportId, source, rtpParameters });
    await expect(sent).rejects.toMatchObject({ code: 'off_stage' });
  }
  const seen = await tabOf(host);
  expect(seen.participants.flatMap(({ producers }) => producers)).toEqual([]);
});

test('an invited listener comes on stage, is heard, steps down and is not, and may be moved down', async () => {
  await host.request('stage:set', { mode: 'stage' });
  const ann = await come('Ann');
  const asked = ann.client.next('stage:changed', ({ invited }) => invited.length === 1);
  await host.request('stage:invite', { participantId: ann.id });
  expect((await asked).invited).toEqual([{ participantId: ann.id, leftMs: 60_000 }]);
  const up = onStage(host, ann.id, true);
  await ann.client.request('stage:answer', { accept: true });
  await up;
  const heard = host.next('media:producerAdded');
  await speak(ann.client);
  expect((await heard).participantId).toBe(ann.id);
  const [down, silent] = [onStage(host, ann.id, false), closed(host)];
  await ann.client.request('stage:stepDown', {});
  await Promise.all([down, silent]);

  await host.request('stage:invite', { participantId: ann.id });
  await ann.client.request('stage:answer', { accept: true });
  await speak(ann.client);
  const [gone, told] = [closed(host), ann.client.next('stage:movedDown')];
  await host.request('stage:moveDown', { participantId: ann.id });
  await gone;
  expect(await told).toEqual({ by: 'Hana' });
  expect(ann.client.all('room:ended')).toEqual([]);
});

test('an invitation waits for a minute, then the next hand is asked', async () => {
  await host.request('stage:set', { mode: 'stage' });
  const [ann, bo] = [await come('Ann'), await come('Bo')];
  for (const { client } of [ann, bo]) await client.request('participant:setHand', { raised: true });
  await host.request('stage:invite', { participantId: ann.id });
  clock.wind(59_000);
  await ann.client.settled();
  const next = bo.client.next('stage:changed');
  clock.wind(1_000);
  expect((await next).invited).toEqual([{ participantId: bo.id, leftMs: 60_000 }]);
  await expect(ann.client.request('stage:answer', { accept: true })).rejects.toMatchObject({ code: 'gone' });
  await bo.client.request('stage:answer', { accept: false });
  const { participants, stage } = await bo.client
    .join(room.slug, { companion: true })
    .catch(() => host.join(room.slug, { companion: true }));
  expect(stage?.invited).toEqual([]);
  expect(participants.map(({ handRaisedAt, onStage }) => [handRaisedAt, onStage])).toEqual([
    [null, true],
    [null, false],
    [null, false],
  ]);
});

test('hands have one order for everybody, with reasons, over tabs and lost lines, and go down together', async () => {
  const people = [await come('Ann'), await come('Bo'), await come('Cy')];
  // At the very same moment by the clock.
  await Promise.all(
    people.map(({ client }, index) =>
      client.request('participant:setHand', { raised: true, reason: `About ${index}` }),
    ),
  );
  const orders = await Promise.all(
    [host, ...people.map(({ client }) => client)].map(async (client) => {
      const again = await server.client({ cookie: client.cookie });
      const { participants } = await again.join(room.slug, { companion: true });
      return participants
        .filter(({ handRaisedAt }) => handRaisedAt !== null)
        .sort((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0))
        .map(({ name, handReason }) => [name, handReason]);
    }),
  );
  expect(new Set(orders.map((order) => JSON.stringify(order))).size).toBe(1);
  expect(orders[0]).toHaveLength(3);
  expect(orders[0]?.map(([, reason]) => reason).sort()).toEqual(['About 0', 'About 1', 'About 2']);
  // Another tab takes the call, and the hand stays in its place.
  const again = await server.client({ cookie: people[1]?.client.cookie ?? null });
  const { participants } = await again.join(room.slug);
  const line = participants
    .filter(({ handRaisedAt }) => handRaisedAt !== null)
    .sort((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0));
  expect(line.map(({ name }) => name)).toEqual(orders[0]?.map(([name]) => name));
  await host.request('stage:set', { handsOpen: false });
  const late = await come('Dee');
  await expect(late.client.request('participant:setHand', { raised: true })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const lowered = late.client.count('room:participantChanged', 3);
  await host.request('stage:lowerHands', {});
  expect((await lowered).map(({ handRaisedAt, handReason }) => [handRaisedAt, handReason])).toEqual([
    [null, null],
    [null, null],
    [null, null],
  ]);
});

test('R22: three speak in turn for a minute each, handed over by itself; the host extends and skips', async () => {
  await host.request('stage:set', { mics: 'turns', turnSeconds: 60 });
  const [ann, bo, cy] = [await come('Ann'), await come('Bo'), await come('Cy')];
  const turnOf = (id: ParticipantId | null) =>
    cy.client.next('stage:changed', ({ turn }) => (turn?.participantId ?? null) === id);
  const first = turnOf(ann.id);
  for (const { client } of [ann, bo, cy]) await client.request('participant:setHand', { raised: true });
  expect((await first).turn?.leftMs).toBe(60_000);
  // Nobody else opens a microphone, and nobody's is opened for them.
  const track = await speak(ann.client);
  expect(track.paused).toBe(false);
  const waiting = await speak(bo.client);
  expect(waiting.paused).toBe(true);
  await expect(
    bo.client.request('media:setPaused', { producerId: waiting.id, paused: false }),
  ).rejects.toMatchObject({ code: 'not_your_turn' });

  const bell = ann.client.next('stage:bell');
  clock.wind(50_000);
  expect(await bell).toEqual({ participantId: ann.id, leftMs: 10_000 });
  const longer = cy.client.next('stage:changed');
  await host.request('stage:extendTurn', {});
  expect((await longer).turn).toEqual({ participantId: ann.id, leftMs: 70_000 });
  const [second, silent] = [turnOf(bo.id), pausedOf(cy.client, ann.id, true)];
  clock.wind(70_000);
  await Promise.all([second, silent]);
  await expect(
    ann.client.request('media:setPaused', { producerId: track.id, paused: false }),
  ).rejects.toMatchObject({ code: 'not_your_turn' });
  const opened = pausedOf(cy.client, bo.id, false);
  await bo.client.request('media:setPaused', { producerId: waiting.id, paused: false });
  await opened;

  const [third, cut] = [turnOf(cy.id), pausedOf(cy.client, bo.id, true)];
  await host.request('stage:skipTurn', {});
  await Promise.all([third, cut]);
  const over = turnOf(null);
  clock.wind(60_000);
  await over;
  await expect(host.request('stage:skipTurn', {})).rejects.toMatchObject({ code: 'conflict' });
  await expect(ann.client.request('stage:extendTurn', {})).rejects.toMatchObject({ code: 'forbidden' });
});

test('where hosts alone speak others are muted and cannot open, in their place though they stay', async () => {
  const ann = await come('Ann');
  const { id: producerId } = await speak(ann.client);
  const muted = pausedOf(host, ann.id, true);
  await host.request('stage:set', { mics: 'hosts' });
  await muted;
  const open = ann.client.request('media:setPaused', { producerId, paused: false });
  await expect(open).rejects.toMatchObject({ code: 'not_your_turn' });
  expect((await speak(host)).paused).toBe(false);
});

test('a stage that all hosts left is paused, keeps its hands, and is over after ten minutes', async () => {
  await host.request('stage:set', { mode: 'stage' });
  const ann = await come('Ann');
  await ann.client.request('participant:setHand', { raised: true });
  const lost = ann.client.next('room:participantChanged', ({ connected }) => !connected);
  await host.drop();
  await lost;
  const paused = ann.client.next('stage:changed', ({ endsInMs }) => endsInMs !== null);
  clock.wind(20_000);
  expect((await paused).endsInMs).toBe(600_000);
  await host.connect();
  const on = ann.client.next('stage:changed', ({ endsInMs }) => endsInMs === null);
  await host.join(room.slug);
  await on;
  const left = ann.client.next('room:participantLeft');
  await host.request('room:leave', {});
  await left;
  clock.wind(20_000);
  const over = ann.client.next('room:ended');
  clock.wind(600_000);
  expect(await over).toEqual({ reason: 'over', until: null });
  await expect(ann.client.join(room.slug)).rejects.toMatchObject({ code: 'gone' });
});

test('before the curtain opens the audience hears nothing, and then everything, without coming anew', async () => {
  await host.request('stage:closeDoors', {});
  await speak(host);
  const ann = await come('Ann');
  const again = await server.client({ cookie: ann.client.cookie });
  const { participants, room: info } = await again.join(room.slug, { companion: true });
  expect(info.doors).toBe('backstage');
  expect(participants.flatMap(({ producers }) => producers)).toEqual([]);
  const clientMessageId = crypto.randomUUID() as never;
  await ann.client.request('chat:send', { clientMessageId, text: 'Is it on yet?' });
  const counting = ann.client.next('stage:changed', ({ opensInMs }) => opensInMs !== null);
  await host.request('stage:goLive', {});
  expect((await counting).opensInMs).toBe(3_000);
  const [open, sound] = [ann.client.next('room:changed'), ann.client.next('media:producerAdded')];
  clock.wind(3_000);
  expect((await open).doors).toBe('open');
  const { producer } = await sound;
  const { consumers } = await ann.client.request('media:consume', { producerIds: [producer.id] });
  expect(consumers).toHaveLength(1);
});

test('a host ends the stage for everybody, and begins it anew', async () => {
  await host.request('stage:set', { mode: 'stage' });
  const ann = await come('Ann');
  const over = ann.client.next('room:ended');
  await host.request('stage:end', {});
  expect(await over).toEqual({ reason: 'over', until: null });
  await expect(ann.client.join(room.slug)).rejects.toMatchObject({ code: 'gone' });
  await host.join(room.slug);
  await host.request('stage:closeDoors', {});
  await ann.client.join(room.slug);
});

test('reactions of a crowd are told as counts, ten times a second at most', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, (_, index) => come(`P${index}`)));
  const began = performance.now();
  const taps = people.flatMap(({ client }) =>
    Array.from({ length: 20 }, (_, tap) =>
      client.request('reaction:send', { stamp: tap % 2 === 0 ? 'heart' : 'clap' }),
    ),
  );
  await Promise.all(taps);
  const told = () => host.all('reaction:counts').map(({ counts }) => counts);
  const sum = (stamp: 'heart' | 'clap') => told().reduce((all, counts) => all + (counts[stamp] ?? 0), 0);
  while (sum('heart') + sum('clap') < 240) await host.next('reaction:counts');
  expect([sum('heart'), sum('clap')]).toEqual([120, 120]);
  expect(told().length).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 100) + 1);
});

test('who is on stage, whose turn it is and who was asked outlives the process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-stage-'));
  const first = await startServer({ folder });
  const [hana, ann, bo] = [await first.person('Hana'), await first.person('Ann'), await first.person('Bo')];
  const { slug } = await hana.openRoom({ lasting: true });
  await hana.join(slug);
  await hana.request('stage:set', { mode: 'stage', mics: 'turns' });
  const { selfId: annId } = await ann.join(slug);
  const { selfId: boId } = await bo.join(slug);
  await hana.request('stage:invite', { participantId: annId });
  await ann.request('stage:answer', { accept: true });
  await hana.request('stage:invite', { participantId: boId });
  await ann.request('participant:setHand', { raised: true });
  await bo.request('participant:setHand', { raised: true, reason: 'Two things' });
  await first.close();

  const second = await startServer({ folder });
  const again = await second.client({ cookie: hana.cookie });
  const { room: info, participants, stage } = await again.join(slug);
  expect(info).toMatchObject({ mode: 'stage', mics: 'turns' });
  const of = (id: ParticipantId) => participants.find((one) => one.id === id);
  expect(of(annId)).toMatchObject({ onStage: true, handRaisedAt: null });
  expect(of(boId)).toMatchObject({ onStage: false, handReason: 'Two things' });
  expect(stage).toMatchObject({ turn: { participantId: annId }, invited: [{ participantId: boId }] });
  await second.close();
  rmSync(folder, { recursive: true });
});
