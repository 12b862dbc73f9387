import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, type RequestListener, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientAddress } from '../../../server/clientAddress.ts';
import { DoorProxy } from '../../../server/cluster/DoorProxy.ts';
import { NodeDoor } from '../../../server/cluster/NodeDoor.ts';
import { createHttpServer, letPassedIn } from '../../../server/http/listen.ts';
import { FakeFinder } from '../../support/FakeFinder.ts';
import { nodeSecret } from '../../support/nodeDoors.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

const host = '127.0.0.1';
const log = new RecordingLog();
const dataDir = mkdtempSync(join(tmpdir(), 'hobnob-proxy-'));
const closing: (() => unknown)[] = [];
let finder: FakeFinder;
let proxy: DoorProxy;
let port: number;
let leaving: boolean;
let draining: boolean;
beforeEach(async () => {
  finder = new FakeFinder();
  [leaving, draining] = [false, false];
  const [isLeaving, isDraining] = [() => leaving, () => draining];
  proxy = new DoorProxy({ finder, secret: nodeSecret, isLeaving, isDraining, holdMs: 0, log });
  const server = await createHttpServer({ https: undefined, dataDir }, proxy.pass);
  server.on('upgrade', proxy.passUpgrade);
  port = await listen(server);
  closing.push(() => {
    proxy.close();
    server.closeAllConnections();
    server.close();
  });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function listen(server: Server): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A node that has the rooms; what it returns ends it at once. */
async function openDesk(
  app: RequestListener,
  https = false,
): Promise<{ http: Server; end: () => Promise<void> }> {
  const keys = https ? { cert: undefined, key: undefined } : undefined;
  const http = await createHttpServer({ https: keys, dataDir }, app);
  const door = await NodeDoor.open({ host, port: 0, secret: nodeSecret, log });
  door.receive('door', (line) => letPassedIn(http, line));
  finder.find({ host, port: door.port });
  closing.push(() => door.close());
  return { http, end: () => door.close() };
}

/** What comes to somebody who asks at the door of the other node. */
async function ask(
  path: string,
  {
    headers = {},
    method = 'GET',
    body = '',
  }: { headers?: object; method?: string; body?: string | Buffer } = {},
): Promise<IncomingMessage> {
  const asked = request({ host, port, path, method, headers: { ...headers } });
  asked.end(body);
  const [response] = await once(asked, 'response');
  return response as IncomingMessage;
}

const tellAddress: RequestListener = (asked, response) => response.end(clientAddress(asked, 0));

test.each([false, true])(
  'passes on what is asked and what is answered (HTTPS at the other end: %s)',
  async (https) => {
    await openDesk((asked, response) => {
      response.writeHead(418, 'Tea', [
        ...['Set-Cookie', 'one=1', 'Set-Cookie', 'two=2'],
        ...['X-Asked', `${asked.method} ${asked.url} ${asked.headers.host} ${asked.headers.cookie}`],
      ]);
      asked.pipe(response);
    }, https);
    const body = randomBytes(3_000_000);
    const headers = { Host: 'hobnob.example', Cookie: 'a=b', 'Content-Length': body.length };
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answered = await ask('/api/x?y=1', { method, headers, body });
      expect(answered.statusCode).toBe(418);
      expect(answered.statusMessage).toBe('Tea');
      expect(answered.headers['set-cookie']).toEqual(['one=1', 'two=2']);
      expect(answered.headers['x-asked']).toBe(`${method} /api/x?y=1 hobnob.example a=b`);
      expect((await buffer(answered)).equals(body)).toBe(true);
    }
  },
);

test('passes on many at once, and bodies in pieces and none', async () => {
  await openDesk((asked, response) => asked.pipe(response));
  const bodies = Array.from({ length: 50 }, (_, n) => `${n}`.repeat(n * 50));
  const answers = bodies.map(async (body) => {
    const headers = { 'Transfer-Encoding': 'chunked' };
    return await text(await ask('/', { method: 'DELETE', headers, body }));
  });
  expect(await Promise.all(answers)).toEqual(bodies);
  expect(await text(await ask('/'))).toBe('');
});

test('tells from where somebody comes, whatever they say of themselves', async () => {
  await openDesk(tellAddress);
  const forged = { 'X-Forwarded-For': '192.0.2.1' };
  expect(await text(await ask('/'))).toBe('127.0.0.1');
  expect(await text(await ask('/', { headers: forged }))).toBe('127.0.0.1');
  const named = { ...forged, Connection: 'close, X-Forwarded-For' };
  expect(await text(await ask('/', { headers: named }))).toBe('127.0.0.1');
  const many = Object.fromEntries(Array.from({ length: 97 }, (_, n) => [`X-${n}`, 'forged']));
  expect(await text(await ask('/', { headers: { ...forged, ...many } }))).toBe('127.0.0.1');
});

test('before it a proxy of ours is believed, as at the other door', async () => {
  await openDesk((asked, response) => response.end(clientAddress(asked, 1)));
  const headers = { 'X-Forwarded-For': '198.51.100.9, 192.0.2.1' };
  expect(await text(await ask('/', { headers }))).toBe('192.0.2.1');
});

test('whoever comes to the door of a desk itself is not believed', async () => {
  const { http } = await openDesk(tellAddress);
  const own = await listen(http);
  closing.push(() => http.close());
  const response = await fetch(`http://${host}:${own}/`, { headers: { 'X-Forwarded-For': '192.0.2.1' } });
  expect(await response.text()).toBe('127.0.0.1');
});

test('without a desk it says so in the words of the house, and that it lives', async () => {
  for (const path of ['/', '/api/me', '/readyz']) {
    const answered = await ask(path);
    expect(answered.statusCode).toBe(503);
    expect(answered.headers['retry-after']).toBe('1');
    const refusal = { code: 'draining', retryable: true, retryAfterMs: 1_000 };
    expect(JSON.parse(await text(answered))).toMatchObject({ ok: false, error: refusal });
  }
  expect((await ask('/livez')).statusCode).toBe(200);
  expect((await upgrade()).refused?.statusCode).toBe(503);
});

test('a desk that nobody reaches is as none', async () => {
  finder.find({ host, port: 1 });
  expect((await ask('/')).statusCode).toBe(503);
  expect((await upgrade()).refused?.statusCode).toBe(503);
});

test('a desk that goes ends what it began, and the next one is asked at once', async () => {
  const { end } = await openDesk((_asked, response) => response.write('half'));
  const answered = await ask('/');
  expect(String(await once(answered, 'data'))).toBe('half');
  const aborted = once(answered, 'error');
  await end();
  expect((await aborted)[0]).toMatchObject({ code: 'ECONNRESET' });
  expect((await ask('/')).statusCode).toBe(503);
  await openDesk((_asked, response) => response.end('next'));
  expect(await text(await ask('/'))).toBe('next');
});

test('whoever stops waiting is waited for no longer at the other end', async () => {
  const { http } = await openDesk(() => {});
  const asked = request({ host, port, path: '/' });
  asked.on('error', () => {});
  asked.end();
  const [, response] = await once(http, 'request');
  const closed = once(response, 'close');
  asked.destroy();
  await closed;
});

/** Asks for a connection by other rules. */
async function upgrade(): Promise<{ socket?: Duplex; refused?: IncomingMessage }> {
  const headers = { Connection: 'Upgrade', Upgrade: 'echo', 'X-Forwarded-For': '192.0.2.1' };
  const asked = request({ host, port, path: '/socket', headers });
  const { promise, resolve, reject } = Promise.withResolvers<{
    socket?: Duplex;
    refused?: IncomingMessage;
  }>();
  asked.on('upgrade', (_response, socket: Duplex, head: Buffer) => {
    // What came with the answer.
    if (head.length > 0) socket.unshift(head);
    resolve({ socket });
  });
  asked.on('response', (refused) => resolve({ refused }));
  asked.on('error', reject);
  asked.end();
  return await promise;
}

/** A desk that repeats what is said, after where it comes from. */
async function openEcho() {
  const desk = await openDesk(() => {});
  const sockets: Duplex[] = [];
  desk.http.on('upgrade', (asked: IncomingMessage, socket: Duplex) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.write(`${asked.headers.upgrade} ${clientAddress(asked, 0)}`);
    socket.pipe(socket);
  });
  return { ...desk, sockets };
}

test('passes on connections that go on by other rules, until either end hangs up', async () => {
  const { sockets } = await openEcho();
  const { socket } = await upgrade();
  if (!socket) throw new Error('It was refused.');
  expect(String(await once(socket, 'data'))).toBe('echo 127.0.0.1');
  socket.write('hello');
  expect(String(await once(socket, 'data'))).toBe('hello');
  const left = once(sockets[0] as Duplex, 'close');
  socket.destroy();
  await left;
  const { socket: other } = await upgrade();
  if (!other) throw new Error('It was refused.');
  other.resume();
  const closed = once(other, 'close');
  sockets[1]?.destroy();
  await closed;
});

test('when another node has the rooms everybody is cut off, even from one that hangs, and comes again', async () => {
  const hanging = await openEcho();
  const { socket } = await upgrade();
  if (!socket) throw new Error('It was refused.');
  socket.on('error', () => {});
  const answering = ask('/').catch((error: Error) => error.message);
  await once(hanging.http, 'request');
  socket.resume();
  const closed = once(socket, 'close');
  await openEcho();
  await closed;
  expect(await answering).toMatchObject({ statusCode: 503 });
  const { socket: again } = await upgrade();
  expect(String(await once(again as Duplex, 'data'))).toBe('echo 127.0.0.1');
  again?.destroy();
});

test('whoever is at a desk that is about to end stays until it hangs up, and who comes goes to the next one', async () => {
  await openEcho();
  const { socket } = await upgrade();
  if (!socket) throw new Error('It was refused.');
  expect(String(await once(socket, 'data'))).toBe('echo 127.0.0.1');
  leaving = true;
  finder.find(null);
  await openDesk((_request, response) => response.end('next'));
  expect(await text(await ask('/'))).toBe('next');
  socket.write('still there');
  expect(String(await once(socket, 'data'))).toBe('still there');
  proxy.rest();
  socket.write('as before');
  expect(String(await once(socket, 'data'))).toBe('as before');
  proxy.close();
  await once(socket, 'close');
});

test('a node that is about to end says so to whoever chooses between several, and passes on who comes all the same', async () => {
  await openDesk((_request, response) => response.end('passed on'));
  draining = true;
  expect(await ask('/readyz')).toMatchObject({ statusCode: 503 });
  expect(await ask('/livez')).toMatchObject({ statusCode: 200 });
  expect(await text(await ask('/'))).toBe('passed on');
  expect(await proxy.reachesDesk()).toBe(true);
  finder.find(null);
  expect(await proxy.reachesDesk()).toBe(false);
});

test('when the desk says nothing any more everybody is cut off, and is passed on again where it can be reached', async () => {
  const hanging = await openEcho();
  const { socket } = await upgrade();
  if (!socket) throw new Error('It was refused.');
  socket.on('error', () => {});
  const answering = ask('/');
  await once(hanging.http, 'request');
  socket.resume();
  const closed = once(socket, 'close');
  proxy.cutOff();
  await closed;
  expect(await answering).toMatchObject({ statusCode: 503 });
  const { socket: again } = await upgrade();
  expect(String(await once(again as Duplex, 'data'))).toBe('echo 127.0.0.1');
  again?.destroy();
});
