import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClientMessageId } from '../../protocol/ids.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import type { Client } from '../support/Client.ts';
import { Postgres } from '../support/Postgres.ts';
import { microphoneParameters } from '../support/rtp.ts';
import { startServer } from '../support/startServer.ts';

const password = 'kept-to-itself';
const folder = mkdtempSync(join(tmpdir(), 'hobnob-on-postgres-'));
let postgres: Postgres;
beforeAll(async () => {
  postgres = await Postgres.start({ durable: true, password });
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

const start = () => startServer({ folder, env: { DATABASE_URL: postgres.address('postgres') } });
const line = (text: string) => ({ clientMessageId: crypto.randomUUID() as ClientMessageId, text });

test('a house on PostgreSQL knows everything again after a restart', async () => {
  const first = await start();
  const [ann, bob] = [await first.person('Ann'), await first.person('Bob')];
  const room = await ann.openRoom({ name: '土星之夜' });
  const seat = await ann.join(room.slug);
  await bob.join(room.slug);
  await ann.request('participant:setHand', { raised: true });
  await bob.request('chat:send', line('The rings are out'));
  await ann.request('chat:react', { seq: 1, stamp: 'heart', on: true });
  await ann.request('room:lock', { locked: true });
  await first.close();

  const second = await start();
  const again = await second.client({ cookie: ann.cookie });
  expect(await again.join(room.slug, { seatToken: seat.seatToken })).toMatchObject({
    selfId: seat.selfId,
    room: { name: '土星之夜', locked: true },
    messages: [
      { seq: 1, text: 'The rings are out', author: { name: 'Bob' }, reactions: [{ stamp: 'heart' }] },
    ],
    participants: [{ name: 'Ann', handRaisedAt: expect.any(Number) }, { name: 'Bob' }],
  });
  expect(await again.request('chat:search', { text: 'rings' })).toMatchObject({ messages: [{ seq: 1 }] });
  expect(second.log.at('error')).toEqual([]);
  await second.close();
});

test('while PostgreSQL is gone people stay in their rooms, lines are refused for the moment, and said once after it', async () => {
  const server = await start();
  const health = async () => {
    const [live, ready] = await Promise.all([fetch(`${server.url}/livez`), fetch(`${server.url}/readyz`)]);
    return [live.status, ready.status, ((await ready.json()) as { reasons: string[] }).reasons];
  };
  const people = [await server.person('Ann'), await server.person('Bob')] as const;
  const [ann, bob] = people;
  const room = await ann.openRoom();
  const rtpCapabilities = server.media.rtpCapabilities;
  const [, seat] = [
    await ann.join(room.slug, { rtpCapabilities }),
    await bob.join(room.slug, { rtpCapabilities }),
  ];
  const transport = await ann.request('media:createSendTransport', {});
  const said = line('Does anybody hear this?');

  await postgres.end('SIGKILL');
  const refusal = { ok: false, error: { code: 'storage_unavailable', retryable: true } };
  expect(await talk(ann, said)).toMatchObject(refusal);
  expect(await health()).toEqual([200, 503, ['store: The storage does not answer.']]);
  const rtpParameters = microphoneParameters();
  const heard = bob.next('media:producerAdded');
  const sent = { transportId: transport.id, source: 'microphone', rtpParameters } as const;
  const { id: producerId } = await ann.request('media:produce', sent);
  expect(await heard).toMatchObject({ producer: { id: producerId } });
  expect(await ann.answer('media:setPaused', { producerId, paused: true })).toMatchObject({ ok: true });
  const raised = ann.next('room:participantChanged', ({ handRaisedAt }) => handRaisedAt !== null);
  expect(await bob.answer('participant:setHand', { raised: true })).toMatchObject({ ok: true });
  await raised;
  expect(await talk(bob, line('Me neither'))).toMatchObject(refusal);

  const lost = ann.next('room:participantChanged', ({ connected }) => !connected);
  await bob.drop();
  await lost;
  const again = await server.client({ cookie: bob.cookie });
  const back = await again.join(room.slug, { rtpCapabilities, seatToken: seat.seatToken });
  expect(back).toMatchObject({ selfId: seat.selfId });

  await postgres.go();
  expect(await Promise.all([talk(ann, said), talk(ann, said)])).toMatchObject([
    { ok: true, data: { seq: 1 } },
    { ok: true, data: { seq: 1 } },
  ]);
  expect(await health()).toEqual([200, 200, []]);
  await again.settled();
  expect(again.all('chat:message').map(({ text }) => text)).toEqual([said.text]);
  expect(ann.all('room:participantLeft')).toEqual([]);
  // What changed meanwhile is kept for the next process.
  const store = await SqlStore.open(postgres.address('postgres'));
  const hands = async () =>
    (await store.seats.list()).filter((one) => one.roomId === room.id && one.handRaisedAt !== null);
  await expect.poll(hands, { timeout: 10_000 }).toMatchObject([{ participantId: seat.selfId }]);
  await store.close();
  expect(server.log.at('error')).toEqual([]);
  expect(JSON.stringify(server.log.lines)).not.toContain(password);
  await server.close();
});

const talk = (client: Client, said: object) => client.answer('chat:send', said);
