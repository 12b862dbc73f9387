import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
let ann: Client;
let slug: Awaited<ReturnType<Client['openRoom']>>['slug'];
beforeEach(async () => {
  server = await startServer();
  ann = await server.person('Ann');
  ({ slug } = await ann.openRoom());
  await ann.join(slug, { rtpCapabilities: server.media.rtpCapabilities });
});
afterEach(() => server.close());

const said = (text: string) => ({ clientMessageId: crypto.randomUUID() as never, text });
const refusal = { code: 'draining', retryable: true, retryAfterMs: expect.any(Number) };

async function readiness() {
  const response = await fetch(`${server.url}/readyz`);
  return [response.status, await response.json()];
}

test('while a server hands over, it changes nothing that the next one has to know, and says so', async () => {
  const written = ann.answer('chat:send', said('Just in time'));
  await ann.settled();
  await server.app.handOver();
  expect(await written).toMatchObject({ ok: true });

  const bob = await server.client();
  const refused = [
    ann.answer('chat:send', said('Too late')),
    ann.answer('room:lock', { locked: true }),
    ann.answer('participant:setHand', { raised: true }),
    bob.answer('room:join', { slug }),
  ];
  for (const answer of await Promise.all(refused))
    expect(answer).toMatchObject({ ok: false, error: refusal });
  await expect(ann.openRoom()).rejects.toMatchObject({ code: 'draining' });
  await expect(ann.callMe('Anna')).rejects.toMatchObject({ code: 'draining' });
  expect(await readiness()).toEqual([
    503,
    { ok: false, reasons: ['draining: Another server is taking over.'] },
  ]);
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
});

test('while a server hands over, its media is not held, nor is anybody who wants to leave', async () => {
  await server.app.handOver();
  const { id: transportId } = await ann.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  const { id } = await ann.request('media:produce', { transportId, source: 'microphone', rtpParameters });
  expect(await ann.answer('media:setPaused', { producerId: id, paused: true })).toMatchObject({ ok: true });
  expect(await ann.answer('chat:changes', { revision: 0 })).toMatchObject({ ok: true });
  expect(await ann.answer('room:leave', {})).toMatchObject({ ok: true });
});

test('a hand-over that came to nothing leaves no trace', async () => {
  await server.app.handOver();
  await server.app.takeBack();
  expect(await readiness()).toEqual([200, { ok: true, reasons: [] }]);
  expect(await ann.answer('chat:send', said('On we go'))).toMatchObject({ ok: true });
  const bob = await server.person('Bob');
  expect(await bob.join(slug)).toMatchObject({ messages: [{ text: 'On we go', seq: 1 }] });
  expect(server.log.at('error')).toEqual([]);
});

test('a server that was replaced tells everybody, lets nobody else in, and waits until they have left', async () => {
  const bob = await server.client();
  await server.app.handOver();
  let moved = false;
  const moving = server.app.move().then(() => {
    moved = true;
  });
  for (const one of [ann, bob]) expect(await one.count('server:moving', 1)).toEqual([{ withinMs: 10 }]);
  await expect(server.client()).rejects.toThrow();
  bob.close();
  await ann.settled();
  expect(moved).toBe(false);
  ann.close();
  await moving;
});
