import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
let bystander: Client;
beforeAll(async () => {
  server = await startServer();
  bystander = await server.person('Bystander');
  await bystander.join((await bystander.openRoom()).slug);
});
afterAll(() => server.close());

type Frame = string | Uint8Array<ArrayBuffer>;

/** Sends frames as they are, each on the line that the ones before left open, and waits for the end. */
async function speak(frames: readonly Frame[]): Promise<void> {
  const url = `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url);
  const ended = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()));
  await new Promise<void>((resolve) => socket.addEventListener('message', () => resolve(), { once: true }));
  for (const frame of frames) socket.send(frame);
  // Closing is answered after everything before it was read.
  socket.close();
  await ended;
}

const nested = '['.repeat(20_000) + ']'.repeat(20_000);
const oddities: Record<string, Frame[]> = {
  'an unknown packet': ['9'],
  'no packet': [''],
  words: ['hello'],
  'an event before the connection': ['42["lobby:watch",{}]'],
  'an event without a name': ['40', '42[]', '42[null]', '42[{"a":1}]', '42{}', '42[42,{}]'],
  'half an event': ['40', '42["lobby:watch",'],
  'events that Socket.IO keeps for itself': [
    '40',
    '42["disconnect","x"]',
    '42["connect_error",{}]',
    '42["newListener"]',
    '42["error","boo"]',
  ],
  'a huge answer id': ['40', `42${'9'.repeat(400)}["lobby:watch",{}]`],
  'answers that nobody asked for': ['40', '431["late"]', '43[]', '43999999["x"]'],
  'attachments that never come': ['40', '4599999-["lobby:watch",{"_placeholder":true,"num":0}]'],
  'attachments where none belong': ['40', new Uint8Array([4, 1, 2, 3]), '452-["x"]', '4', '42["y",{}]'],
  'a forged placeholder': ['40', '42["chat:send",{"_placeholder":true,"num":7}]'],
  'two connections on one line': ['40', '40', '40{"token":"x"}'],
  'a namespace that is not there': ['40/admin,', '42/admin,["x"]', '40'],
  'names of the prototype': ['40', '421["__proto__",{}]', '422["toString",{}]', '423["constructor",{}]'],
  'a nest twenty thousand deep': ['40', `421["chat:send",${nested}]`, `42${nested}`],
  'keys by the thousand': [
    '40',
    `421["room:join",{${Array.from({ length: 5_000 }, (_, n) => `"k${n}":0`).join(',')}}]`,
  ],
  'an upgrade, a probe and a goodbye': ['2probe', '5', '1', '41', '6'],
  'more than a frame may hold': ['40', '4'.repeat(70_000)],
  'a flood of empty frames': Array.from({ length: 2_000 }, () => ''),
};

test.each(Object.entries(oddities))('%s on the wire hurts nobody else', async (_name, frames) => {
  await speak(frames);
  await expect(bystander.answer('lobby:unwatch', {})).resolves.toMatchObject({ ok: true });
});

test('whatever is put together of the pieces of the wire hurts nobody else', async () => {
  const piece = fc.constantFrom(
    ...[
      '0',
      '2',
      '3',
      '4',
      '40',
      '41',
      '42',
      '43',
      '45',
      '46',
      '1-',
      '7-',
      '/',
      '/x,',
      '12',
      '[',
      ']',
      '{}',
      ',',
    ],
    ...[
      '"room:join"',
      '"chat:send"',
      '"lobby:watch"',
      'null',
      '{"_placeholder":true,"num":1}',
      '\ud800',
      '-1',
    ],
  );
  const frame = fc.oneof(
    { weight: 8, arbitrary: fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes)) },
  );
  const frames = fc.array(frame, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(frames, async (sent) => {
      await speak(['40', ...sent]);
    }),
    { numRuns: 200, endOnFailure: true },
  );
});

test('after all of it nothing failed, and the bystander heard nothing of it', async () => {
  await bystander.settled();
  expect(server.log.at('error')).toEqual([]);
  expect(bystander.socket.connected).toBe(true);
  expect(bystander.heard.map(({ name }) => name)).toEqual(['server:welcome']);
  const fresh = await Client.connect(server.url);
  await expect(fresh.request('lobby:watch', {})).resolves.toBeDefined();
  fresh.close();
});
