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
