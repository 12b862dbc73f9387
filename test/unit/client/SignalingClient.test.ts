import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SignalingClient } from '../../../client/session/SignalingClient.ts';

let server: Server;
let client: SignalingClient;
const connected = () => new Promise<void>((resolve) => client.onConnection((up) => up && resolve()));

beforeEach(async () => {
  const http = createServer();
  server = new Server(http, { transports: ['websocket'] });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  client = new SignalingClient(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
});
afterEach(async () => {
  client.close();
  await server.close();
});

async function connect(): Promise<void> {
  const up = connected();
  client.connect();
  await up;
}

test('without a connection a request fails at once', async () => {
  await expect(client.request('lobby:watch', {})).rejects.toMatchObject({
    code: 'unreachable',
    retryable: true,
  });
});

test('an answer is what was asked for, a refusal an error with its code', async () => {
  server.on('connection', (socket) => {
    socket.on('lobby:watch', (_input, answer) => answer({ ok: true, data: { cards: [] } }));
    socket.on('room:leave', (_input, answer) =>
      answer({
        ok: false,
        error: { code: 'rate_limited', message: 'x', retryable: true, retryAfterMs: 500 },
      }),
    );
  });
  await connect();
  expect(await client.request('lobby:watch', {})).toEqual({ cards: [] });
  await expect(client.request('room:leave', {})).rejects.toMatchObject({
    code: 'rate_limited',
    retryable: true,
    retryAfterMs: 500,
  });
});

test('a line that is lost before the answer ends the request', async () => {
  server.on('connection', (socket) => {
    socket.on('lobby:watch', () => socket.disconnect(true));
  });
  await connect();
  await expect(client.request('lobby:watch', {})).rejects.toMatchObject({ code: 'unreachable' });
});

test('a server that never answers is not waited for without end', async () => {
  await connect();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const asked = client.request('lobby:watch', {});
  const failed = expect(asked).rejects.toMatchObject({ code: 'unreachable' });
  vi.advanceTimersByTime(10_000);
  await failed;
  vi.useRealTimers();
});

test('notifications are heard until one stops listening, by name and all together', async () => {
  await connect();
  const byName: unknown[] = [];
  const all: unknown[] = [];
  const stop = client.on('lobby:cardGone', (payload) => byName.push(payload));
  const stopAll = client.onAny((name, payload) => all.push([name, payload]));
  const told = new Promise<void>((resolve) => client.on('room:activeSpeaker', () => resolve()));
  server.emit('lobby:cardGone', { id: 'one' });
  server.emit('room:activeSpeaker', { id: null });
  await told;
  stop();
  stopAll();
  const again = new Promise<void>((resolve) => client.on('room:talking', () => resolve()));
  server.emit('lobby:cardGone', { id: 'two' });
  server.emit('room:talking', { ids: [] });
  await again;
  expect(byName).toEqual([{ id: 'one' }]);
  expect(all).toEqual([
    ['lobby:cardGone', { id: 'one' }],
    ['room:activeSpeaker', { id: null }],
  ]);
});

test('a lost connection is told, and comes back by itself', async () => {
  await connect();
  const told: boolean[] = [];
  client.onConnection((up) => told.push(up));
  const up = connected();
  for (const socket of server.sockets.sockets.values()) socket.conn.close();
  await up;
  expect([told[0], told.at(-1), client.connected]).toEqual([false, true, true]);
});

test('a server that says goodbye is called again all the same', async () => {
  await connect();
  const up = connected();
  for (const socket of server.sockets.sockets.values()) socket.disconnect(true);
  await up;
  expect(client.connected).toBe(true);
});

test('a server that does not let anybody in says when to come again', async () => {
  const knocks: number[] = [];
  server.use((_socket, next) => {
    knocks.push(performance.now());
    if (knocks.length > 1) next();
    else next(Object.assign(new Error('busy'), { data: { retryAfterMs: 400 } }));
  });
  await connect();
  const [first = 0, second = 0] = knocks;
  expect(second - first).toBeGreaterThan(350);
});

test('a line that answers no ping owes it, and is cut and made anew when somebody says so', async () => {
  await connect();
  client.ping();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(client.owedMs).toBeGreaterThan(50);
  const up = connected();
  client.reconnect();
  expect(client.connected).toBe(false);
  await up;
  expect(client.owedMs).toBe(0);
});

test('a ping that is answered owes nothing', async () => {
  server.on('connection', (socket) => {
    socket.on('server:ping', (_input, answer) => answer({ ok: true, data: null }));
  });
  await connect();
  client.ping();
  await expect.poll(() => client.owedMs).toBe(0);
});

test('moving goes on over a second line, and nothing of the first is heard any more', async () => {
  await connect();
  const [before] = server.sockets.sockets.values();
  const told: boolean[] = [];
  const heard: unknown[] = [];
  client.onConnection((up) => told.push(up));
  client.on('lobby:cardGone', (payload) => heard.push(payload));
  const release = await client.move();
  const after = [...server.sockets.sockets.values()].find((socket) => socket !== before);
  before?.emit('lobby:cardGone', { id: 'before' });
  after?.emit('lobby:cardGone', { id: 'after' });
  await expect.poll(() => heard).toEqual([{ id: 'after' }]);
  expect(before?.connected).toBe(true);
  release();
  await expect.poll(() => before?.connected).toBe(false);
  expect(told).toEqual([true]);
  expect(client.connected).toBe(true);
});

test('whoever cannot move stays on the first line', async () => {
  await connect();
  server.use((_socket, next) => next(new Error('no')));
  await expect(client.move()).rejects.toMatchObject({ code: 'unreachable' });
  expect(client.connected).toBe(true);
});

test('however often one hurries, being back is told once', async () => {
  await connect();
  const told: boolean[] = [];
  client.onConnection((up) => told.push(up));
  for (const socket of server.sockets.sockets.values()) socket.conn.close();
  await expect.poll(() => told.includes(false)).toBe(true);
  for (let again = 0; again < 5; again++) client.hurry();
  await expect.poll(() => client.connected).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(told.filter((up) => up)).toEqual([true]);
});

/** A server that takes its time to let somebody in; says when each knocked. */
function slowDoor(takesMs: number): number[] {
  const knocks: number[] = [];
  server.use((_socket, next) => {
    knocks.push(performance.now());
    setTimeout(next, takesMs);
  });
  return knocks;
}

test('a first line that takes long is waited for', async () => {
  const knocks = slowDoor(3_000);
  await connect();
  expect(knocks).toHaveLength(1);
});

test('an attempt goes on when a pause is ended that nobody makes, and begins anew when somebody hurries', async () => {
  const knocks = slowDoor(200);
  const up = connected();
  client.connect();
  await expect.poll(() => knocks.length).toBe(1);
  client.endPause();
  await up;
  expect(knocks).toHaveLength(1);

  const again = connected();
  for (const socket of server.sockets.sockets.values()) socket.conn.close();
  await expect.poll(() => knocks.length).toBe(2);
  client.hurry();
  await again;
  expect(knocks).toHaveLength(3);
});

test('a pause between two attempts can be ended', async () => {
  const knocks: number[] = [];
  server.use((_socket, next) => {
    knocks.push(performance.now());
    if (knocks.length > 1) next();
    else next(Object.assign(new Error('busy'), { data: { retryAfterMs: 60_000 } }));
  });
  const failed = new Promise<void>((resolve) => client.onConnection((up) => up || resolve()));
  const up = connected();
  client.connect();
  await failed;
  client.endPause();
  await up;
  expect(knocks).toHaveLength(2);
});
