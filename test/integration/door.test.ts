import { afterEach, expect, test } from 'vitest';
import { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { type ServerOptions, startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
afterEach(() => server.close());
const open = async (options: ServerOptions = {}) => {
  server = await startServer(options);
};

test('a page of another origin cannot connect, one of ours can', async () => {
  await open();
  await expect(server.client({ headers: { origin: 'https://evil.example' } })).rejects.toThrow();
  await expect(server.client({ headers: { origin: 'null' } })).rejects.toThrow();
  await expect(server.client({ headers: { origin: server.url } })).resolves.toBeDefined();
});

test('with a public address, that origin alone is ours', async () => {
  await open({ env: { PUBLIC_URL: 'https://hobnob.example' } });
  await expect(
    server.client({ cookie: null, headers: { origin: 'https://hobnob.example' } }),
  ).resolves.toBeDefined();
  await expect(server.client({ cookie: null, headers: { origin: server.url } })).rejects.toThrow();
});

test('an address has so many connections, and gets one back for each that ends', async () => {
  await open({ env: { CONNECTIONS_PER_ADDRESS: '3' } });
  const clients = [await server.client(), await server.client(), await server.client()];
  await expect(server.client()).rejects.toThrow();
  await clients[0]?.drop();
  await expect
    .poll(() =>
      server.client().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await expect(server.client()).rejects.toThrow();
});

test('a connection counts before it has said anything', async () => {
  await open({ env: { CONNECTIONS_PER_ADDRESS: '2' } });
  const url = `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const silent = [new WebSocket(url), new WebSocket(url)];
  await Promise.all(
    silent.map((socket) => new Promise((resolve) => socket.addEventListener('message', resolve))),
  );
  await expect(server.client()).rejects.toThrow();
  for (const socket of silent) socket.close();
  await expect
    .poll(() =>
      server.client().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});

test('a guest has twenty connections, and is told when to come back for another', async () => {
  await open();
  const first = await server.client();
  const { cookie } = first;
  for (let more = 0; more < 19; more++) await server.client({ cookie });
  const refused = { data: { code: 'rate_limited', retryable: true, retryAfterMs: expect.any(Number) } };
  await expect(server.client({ cookie })).rejects.toMatchObject(refused);
  await expect(server.client()).resolves.toBeDefined();
  await first.drop();
  const again = () => server.client({ cookie }).then(Boolean, () => false);
  await expect.poll(again).toBe(true);
});

test('who connects again and again is told to wait', async () => {
  await open({ env: { RATE_SCALE: '1' } });
  const { cookie } = await server.client();
  const attempts: boolean[] = [];
  for (let attempt = 0; attempt < 105; attempt++) {
    const come = Client.connect(server.url, { cookie });
    attempts.push(
      await come.then(
        async (client) => {
          await client.drop();
          return true;
        },
        ({ data }) => data?.code !== 'rate_limited',
      ),
    );
  }
  expect([attempts[0], attempts.at(-1)]).toEqual([true, false]);
});

test('who said goodbye has to connect anew', async () => {
  await open();
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const ended = new Promise((resolve) => socket.addEventListener('close', resolve));
  socket.addEventListener('open', () => {
    for (const frame of ['40', '41', '40', '40']) socket.send(frame);
  });
  await ended;
  await expect(server.client()).resolves.toBeDefined();
});

test('addresses behind a proxy of ours are counted each for itself', async () => {
  await open({ env: { CONNECTIONS_PER_ADDRESS: '1', TRUST_PROXY: '1' } });
  const from = (address: string) => server.client({ headers: { 'x-forwarded-for': address } });
  await from('192.0.2.1');
  await from('192.0.2.2');
  await expect(from('6.6.6.6, 192.0.2.1')).rejects.toThrow();
});

test('whoever asks too often is told to wait, and then shown the door', async () => {
  await open({ env: { RATE_SCALE: '1' } });
  const [ann, other] = [
    await server.client(),
    await server.client({ headers: { 'x-forwarded-for': '1.2.3.4' } }),
  ];
  const answers = await Promise.all(Array.from({ length: 130 }, () => ann.answer('lobby:unwatch', {})));
  const refused = answers.filter(({ ok }) => !ok);
  expect(refused).toHaveLength(30);
  expect(refused[0]).toMatchObject({
    error: { code: 'rate_limited', retryable: true, retryAfterMs: expect.any(Number) },
  });
  const ended = ann.disconnected();
  for (let n = 0; n < 250; n++) ann.socket.emit('lobby:unwatch', {});
  await ended;
  await expect(other.request('lobby:watch', {})).resolves.toBeDefined();
});

test('a client that asks and does not read is cut', async () => {
  await open();
  const [ann, slow] = [await server.person('Ann'), await server.person('Slow')];
  const room = await ann.openRoom();
  await ann.join(room.slug);
  const { selfId } = await slow.join(room.slug);
  const text = 'x'.repeat(400);
  const lines = Array.from({ length: 50 }, () =>
    ann.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text }),
  );
  await Promise.all(lines);
  const lost = ann.next('room:participantChanged');
  const { _socket }: { _socket: { pause(): void } } = Reflect.get(slow.socket.io.engine.transport, 'ws');
  _socket.pause();
  // Each is answered with some 30 kB: more than the buffers between us hold, and two megabytes more.
  for (let n = 0; n < 1_200; n++) slow.socket.emit('chat:changes', { revision: 0 }, () => {});
  expect(await lost).toMatchObject({ id: selfId, connected: false });
  expect(server.log.at('warn')).toMatchObject([{ context: { reason: 'slow_consumer' } }]);
});

test('a server that stops lets everybody go without closing the room on them', async () => {
  await open();
  const ann = await server.person('Ann');
  await ann.join((await ann.openRoom()).slug);
  const gone = ann.disconnected();
  const closing = server.app.close();
  await gone;
  await closing;
  expect(ann.all('room:ended')).toEqual([]);
  expect(server.log.at('error')).toEqual([]);
  await expect(server.client({ cookie: null })).rejects.toThrow();
  await server.app.close();
});

test('a server that stops takes nobody in any more, and says so', async () => {
  await open();
  const ann = await server.person('Ann');
  const room = await ann.openRoom();
  server.app.rooms.close();
  await expect(ann.join(room.slug)).rejects.toMatchObject({ code: 'draining', retryable: true });
});

test('without a media worker joining is refused as passing', async () => {
  await open();
  server.media.down = true;
  const ann = await server.person('Ann');
  const room = await ann.openRoom();
  await expect(ann.join(room.slug)).rejects.toMatchObject({ code: 'media_unavailable', retryable: true });
  server.media.down = false;
  await expect(ann.join(room.slug)).resolves.toMatchObject({ room: { id: room.id } });
});
