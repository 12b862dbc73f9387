import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '../../protocol/errors.ts';
import { type RouteName, routes } from '../../protocol/rest.ts';
import { openHouse, someRoom } from './httpHouse.ts';

let house: Awaited<ReturnType<typeof openHouse>>;
beforeAll(async () => {
  house = await openHouse({ RATE_SCALE: '10000' });
});
afterAll(() => house.close());

const nasty = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    null,
    '',
    [],
    {},
    -0,
    1e308,
    2 ** 53,
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const keys = fc.constantFrom(
  'name',
  'avatar',
  'topic',
  'interests',
  'language',
  'visibility',
  'lasting',
  'role',
  '__proto__',
);
const body = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.dictionary(keys, nasty).map((changes) => JSON.stringify({ ...someRoom, ...changes })),
  },
  { weight: 2, arbitrary: nasty.map((value) => JSON.stringify(value) ?? '') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 500 }) },
);
const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom(
    'astronomy',
    '%00',
    '%',
    '%2e%2e',
    '..',
    'a;b',
    '%E0%A4%A',
    "'%20or%201=1--",
    '潜水',
    'x'.repeat(3000),
  ),
);
const query = fc.array(
  fc.tuple(fc.constantFrom('q', 'limit', 'interest', 'language', '__proto__', 'a[b][c]', 'toString'), word),
  { maxLength: 4 },
);

test.each(Object.keys(routes) as RouteName[])(
  'every request to %s is answered in the form of the protocol',
  async (name) => {
    const { method, path, output } = routes[name];
    const run = async (
      slug: string,
      pairs: [string, string][],
      text: string,
      type: string,
      known: boolean,
    ) => {
      const search = pairs.map(([key, value]) => `${key}=${value}`).join('&');
      const response = await house.ask(
        `/api${path.replace(/:(slug|id)/, slug).replace(':kind', 'friend')}?${search}`,
        {
          method,
          headers: { 'Content-Type': type, ...(known && { Cookie: house.guestCookie() }) },
          ...(method !== 'get' && { body: text }),
        },
      );
      const answer = (await response.json()) as { ok: boolean; data?: unknown; error?: unknown };
      if (answer.ok) {
        expect(response.status).toBe(200);
        output.parse(answer.data);
      } else {
        const { code } = Refusal.parse(answer.error);
        expect(code).not.toBe('internal');
        expect(response.status).toBeGreaterThanOrEqual(400);
      }
    };
    const type = fc.constantFrom(
      'application/json',
      'application/json',
      'application/json',
      'text/plain',
      'application/json; charset=utf-16',
    );
    await fc.assert(fc.asyncProperty(word, query, body, type, fc.boolean(), run), { numRuns: 80 });
    expect(Object.keys(Object.prototype)).toEqual([]);
  },
);

test.each([
  ['garbage', '\x00\x01\x02\r\n\r\n', 400],
  [
    'two lengths',
    'POST /api/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['a header too large', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
  ['an address too long', `GET /${'y'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
])('%s on the wire is refused, and the server lives', async (_name, bytes, status) => {
  expect(await raw(bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect((await house.ask('/livez')).status).toBe(200);
});

test('whoever sends headers slowly is shown the door', { timeout: 30_000 }, async () => {
  const began = performance.now();
  expect(await raw('GET / HTTP/1.1\r\nHost: x\r\nX-Slow:')).toMatch(/^HTTP\/1.1 408 /);
  expect(performance.now() - began).toBeLessThan(20_000);
});

function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(house.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part) => {
      answer += String(part);
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
