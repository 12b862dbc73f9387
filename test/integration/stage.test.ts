import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Client } from '../support/Client.ts';
import { idOf } from '../support/friends.ts';
import { cameraParameters, microphoneParameters } from '../support/rtp.ts';
import { StageEvening, speak } from '../support/StageEvening.ts';
import { startServer } from '../support/startServer.ts';

const evening = new StageEvening();
const onStage = (client: Client, id: ParticipantId, on: boolean) =>
  client.next('room:participantChanged', (one) => one.id === id && one.onStage === on);
const closed = (client: Client) => client.next('media:producerRemoved');

test('a room becomes a stage while people talk: listeners are silent at once and told, nobody reconnects', async () => {
  const { host } = evening;
  const ann = await evening.come('Ann');
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
  const { participants } = await evening.tabOf(host);
  expect(participants.map(({ onStage, producers }) => [onStage, producers.length])).toEqual([
    [true, 1],
    [false, 0],
  ]);
  expect(host.all('room:participantLeft')).toEqual([]);
});

test('a listener is refused with the reason whatever they send, by whatever transport', async () => {
  const { host } = evening;
  const ann = await evening.come('Ann');
  const { id: transportId } = await ann.client.request('media:createSendTransport', {});
  await host.request('stage:set', { mode: 'stage' });
  for (const [source, rtpParameters] of [
    ['microphone', microphoneParameters()],
    ['camera', cameraParameters()],
  ] as const) {
    const sent = ann.client.request('media:produce', { transportId, source, rtpParameters });
    await expect(sent).rejects.toMatchObject({ code: 'off_stage' });
  }
  const seen = await evening.tabOf(host);
  expect(seen.participants.flatMap(({ producers }) => producers)).toEqual([]);
});

test('an invited listener comes on stage, is heard, steps down and is not, and may be moved down', async () => {
  const { host } = evening;
  await host.request('stage:set', { mode: 'stage' });
  const ann = await evening.come('Ann');
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
  const { host, room } = evening;
  await host.request('stage:set', { mode: 'stage' });
  const [ann, bo] = [await evening.come('Ann'), await evening.come('Bo')];
  for (const { client } of [ann, bo]) await client.request('participant:setHand', { raised: true });
  await host.request('stage:invite', { participantId: ann.id });
  evening.clock.wind(59_000);
  await ann.client.settled();
  const next = bo.client.next('stage:changed');
  evening.clock.wind(1_000);
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

test('a stage that all hosts left is paused, keeps its hands, and is over after ten minutes', async () => {
  const { host, room } = evening;
  await host.request('stage:set', { mode: 'stage' });
  const ann = await evening.come('Ann');
  await ann.client.request('participant:setHand', { raised: true });
  const lost = ann.client.next('room:participantChanged', ({ connected }) => !connected);
  await host.drop();
  await lost;
  const paused = ann.client.next('stage:changed', ({ endsInMs }) => endsInMs !== null);
  evening.clock.wind(20_000);
  expect((await paused).endsInMs).toBe(600_000);
  await host.connect();
  const on = ann.client.next('stage:changed', ({ endsInMs }) => endsInMs === null);
  await host.join(room.slug);
  await on;
  const left = ann.client.next('room:participantLeft');
  await host.request('room:leave', {});
  await left;
  evening.clock.wind(20_000);
  const over = ann.client.next('room:ended');
  evening.clock.wind(600_000);
  expect(await over).toEqual({ reason: 'over', until: null });
  await expect(ann.client.join(room.slug)).rejects.toMatchObject({ code: 'gone' });
});

test('before the curtain opens the audience hears nothing, and then everything, without coming anew', async () => {
  const { host, room } = evening;
  await host.request('stage:closeDoors', {});
  await speak(host);
  const ann = await evening.come('Ann');
  const again = await evening.server.client({ cookie: ann.client.cookie });
  const { participants, room: info } = await again.join(room.slug, { companion: true });
  expect(info.doors).toBe('backstage');
  expect(participants.flatMap(({ producers }) => producers)).toEqual([]);
  const clientMessageId = crypto.randomUUID() as never;
  await ann.client.request('chat:send', { clientMessageId, text: 'Is it on yet?' });
  const counting = ann.client.next('stage:changed', ({ opensInMs }) => opensInMs !== null);
  await host.request('stage:goLive', {});
  expect((await counting).opensInMs).toBe(3_000);
  const [open, sound] = [ann.client.next('room:changed'), ann.client.next('media:producerAdded')];
  evening.clock.wind(3_000);
  expect((await open).doors).toBe('open');
  const { producer } = await sound;
  const { consumers } = await ann.client.request('media:consume', { producerIds: [producer.id] });
  expect(consumers).toHaveLength(1);
});

test('a host ends the stage for everybody, and begins it anew', async () => {
  const { host, room } = evening;
  await host.request('stage:set', { mode: 'stage' });
  const ann = await evening.come('Ann');
  const over = ann.client.next('room:ended');
  await host.request('stage:end', {});
  expect(await over).toEqual({ reason: 'over', until: null });
  await expect(ann.client.join(room.slug)).rejects.toMatchObject({ code: 'gone' });
  await host.join(room.slug);
  await host.request('stage:closeDoors', {});
  await ann.client.join(room.slug);
});

test('whoever is made a speaker comes on stage, and goes when that is taken away, silent at once', async () => {
  const { host } = evening;
  await host.request('stage:set', { mode: 'stage' });
  const ann = await evening.come('Ann');
  const userId = await idOf(ann.client);
  const up = onStage(host, ann.id, true);
  await host.request('role:grant', { userId, role: 'speaker' });
  await up;
  await speak(ann.client);
  const [down, silent] = [onStage(host, ann.id, false), closed(host)];
  await host.request('role:grant', { userId, role: null });
  await Promise.all([down, silent]);
  await expect(ann.client.request('stage:stepUp', {})).rejects.toMatchObject({ code: 'forbidden' });
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
