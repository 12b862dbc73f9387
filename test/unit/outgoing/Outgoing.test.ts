import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { isPublicAddress } from '../../../server/outgoing/addresses.ts';
import { Outgoing, OutgoingError, type OutgoingRequest } from '../../../server/outgoing/Outgoing.ts';

const pages: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/plain': (request, response) => response.end(JSON.stringify(request.headers)),
  '/hop': (_request, response) => response.writeHead(302, { location: '/plain' }).end(),
  '/four': (_request, response) => response.writeHead(302, { location: '/three' }).end(),
  '/three': (_request, response) => response.writeHead(302, { location: '/two' }).end(),
  '/two': (_request, response) => response.writeHead(302, { location: '/hop' }).end(),
  '/inwards': (_request, response) => response.writeHead(301, { location: 'http://127.0.0.2/secret' }).end(),
  '/renamed': (_request, response) => response.writeHead(307, { location: 'http://inside.example/' }).end(),
  '/nowhere': (_request, response) => response.writeHead(302, { location: 'http://[' }).end(),
  '/cookie': (_request, response) =>
    response.writeHead(302, { location: '/plain', 'set-cookie': 'a=b' }).end(),
  '/endless': (_request, response) => {
    const more = () => response.write('x'.repeat(16_384), (error) => error || setImmediate(more));
    more();
  },
  '/silent': () => {},
  '/slow': (_request, response) => {
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  },
  '/bomb': (_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000))),
  '/post': (request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => response.writeHead(201).end(Buffer.concat(chunks)));
  },
};

const server = createServer((request, response) => {
  const page = pages[request.url ?? ''];
  if (page) page(request, response);
  else response.writeHead(404).end();
});
let port = 0;
let resolved: string[] = [];
const addresses: Record<string, string[]> = {};

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  resolved = [];
  addresses['outside.example'] = ['127.0.0.1'];
  addresses['inside.example'] = ['10.0.0.1'];
});

// One host of the test counts as the open internet; everything else is as strict as ever.
const outgoing = new Outgoing({
  async resolve(host) {
    resolved.push(host);
    return addresses[host] ?? [];
  },
  mayReach: (address, at) => (address === '127.0.0.1' && at === port) || isPublicAddress(address),
});
const ask = (path: string, more: Partial<OutgoingRequest> = {}) =>
  outgoing.ask({
    url: `http://outside.example:${port}${path}`,
    mostBytes: 10_000,
    patienceMs: 2_000,
    ...more,
  });
const reason = (asking: Promise<unknown>) =>
  asking.then(
    () => 'answered',
    (error: unknown) => (error instanceof OutgoingError ? error.reason : error),
  );

test('a host is looked up once and asked at the address that was checked, as itself', async () => {
  const { status, body } = await ask('/plain');
  expect(status).toBe(200);
  expect(JSON.parse(body.toString())).toMatchObject({
    host: `outside.example:${port}`,
    'accept-encoding': 'identity',
  });
  expect(resolved).toEqual(['outside.example']);
});

test('every redirect is looked up and checked anew, and none is followed unless wanted', async () => {
  expect((await ask('/hop')).status).toBe(302);
  const { url } = await ask('/hop', { redirects: 1 });
  expect(url.pathname).toBe('/plain');
  expect((await ask('/four', { redirects: 9 })).status).toBe(302);
  expect(await reason(ask('/inwards', { redirects: 3 }))).toBe('forbidden');
  expect(await reason(ask('/renamed', { redirects: 3 }))).toBe('forbidden');
  expect(await reason(ask('/nowhere', { redirects: 3 }))).toBe('unreadable');
});

test('a name that leads elsewhere at the second look leads nowhere', async () => {
  const asking = ask('/hop', { redirects: 1 });
  addresses['outside.example'] = ['127.0.0.1', '127.0.0.2'];
  expect(await reason(asking)).toBe('forbidden');
});

test('cookies are neither kept nor brought along', async () => {
  const { body } = await ask('/cookie', { redirects: 1 });
  expect(JSON.parse(body.toString())).not.toHaveProperty('cookie');
});

test('an endless answer is cut, or refused', async () => {
  expect((await ask('/endless', { beyond: 'cut' })).body).toHaveLength(10_000);
  expect(await reason(ask('/endless'))).toBe('too_large');
});

test('a packed answer is not unpacked', async () => {
  expect(await reason(ask('/bomb'))).toBe('unreadable');
});

test.each(['/silent', '/slow'])('%s is given up when the time is over', async (path) => {
  const began = performance.now();
  expect(await reason(ask(path, { patienceMs: 200 }))).toBe('too_slow');
  expect(performance.now() - began).toBeLessThan(1_500);
});

test('a name server that does not answer is given up too', async () => {
  const stuck = new Outgoing({ resolve: () => new Promise(() => {}), mayReach: () => true });
  expect(await reason(stuck.ask({ url: 'http://outside.example/', mostBytes: 1, patienceMs: 50 }))).toBe(
    'too_slow',
  );
});

test('a host that is not there is unreachable', async () => {
  expect(await reason(outgoing.ask({ url: 'http://none.example/', mostBytes: 1, patienceMs: 500 }))).toBe(
    'unreachable',
  );
});

test('what is posted arrives, and follows no redirect', async () => {
  const { status, body } = await ask('/post', { method: 'POST', body: Buffer.from('hello') });
  expect([status, body.toString()]).toEqual([201, 'hello']);
  expect((await ask('/hop', { method: 'POST', redirects: 3 })).status).toBe(302);
});
