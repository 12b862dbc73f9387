import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Refusal } from '../../protocol/errors.ts';
import { InterestSlug } from '../../protocol/ids.ts';
import { routes } from '../../protocol/rest.ts';
import { aRoom } from '../contract/storeSamples.ts';
import { openHouse, someRoom } from './httpHouse.ts';

let house: Awaited<ReturnType<typeof openHouse>>;
const room = aRoom({ interests: [InterestSlug.parse('astronomy')] });
beforeAll(async () => {
  house = await openHouse({ RATE_SCALE: '1000' });
  house.directory.put(room, { count: 9, liveSince: 1 });
});
afterAll(() => house.close());

const json = { 'Content-Type': 'application/json' };

async function refusalOf(response: Response) {
  const { ok, error } = (await response.json()) as { ok: boolean; error: unknown };
  expect(ok).toBe(false);
  return Refusal.parse(error);
}

describe('the routes', () => {
  test('a visitor without a cookie becomes a guest and stays the same one', async () => {
    const first = await house.ask('/api/me?language=zh');
    const cookies = first.headers.getSetCookie().map((one) => one.split(';')[0]);
    expect(cookies).toHaveLength(2);
    const cookie = cookies.join('; ');
    const again = await house.ask('/api/me', { headers: { Cookie: cookie } });
    expect(await again.json()).toEqual(await first.json());
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  test('a room is opened by the guest whose cookie comes along', async () => {
    const cookie = house.guestCookie();
    await put({ name: 'Priya' }, cookie);
    const answer: unknown = await (await post(someRoom, cookie)).json();
    const opened = answer as { data: { openedBy: unknown; slug: string } };
    const who = await house.people.identities.identify(cookie);
    expect(opened.data.openedBy).toMatchObject({ name: 'Priya', id: who?.id });
    expect((await house.ask(`/api/rooms/${opened.data.slug}`)).status).toBe(200);
  });

  test.each([
    ['GET', '/api/rooms?limit=0', undefined],
    ['GET', '/api/rooms?limit=1000000000', undefined],
    ['GET', '/api/rooms?limit=1&limit=2', undefined],
    ['GET', '/api/rooms?sort=name', undefined],
    ['GET', '/api/rooms?__proto__[x]=1', undefined],
    ['GET', '/api/rooms?a[b][c]=1', undefined],
    ['GET', '/api/rooms/A_B', undefined],
    ['GET', '/api/rooms/%E0%A4%A', undefined],
    ['GET', '/api/interests/UPPER', undefined],
    ['GET', '/api/search', undefined],
    ['GET', '/api/search?q=', undefined],
    ['GET', `/api/search?q=${'x'.repeat(81)}`, undefined],
    ['GET', '/api/me?language=xx', undefined],
    ['PUT', '/api/me', '{"name":""}'],
    ['PUT', '/api/me', '{"name":"Ann","role":"host"}'],
    ['PUT', '/api/me', '{"name":"Ann","__proto__":{"isAdmin":true}}'],
    ['PUT', '/api/me', '"name"'],
    ['PUT', '/api/me', 'null'],
    ['PUT', '/api/me', '{'],
    ['POST', '/api/rooms', ''],
    ['POST', '/api/rooms', '[]'],
    ['POST', '/api/rooms', '['.repeat(30_000)],
    ['POST', '/api/rooms', JSON.stringify({ ...someRoom, id: 'mine' })],
    ['POST', '/api/rooms', JSON.stringify({ ...someRoom, interests: ['astronomy', 'astronomy'] })],
  ])('%s %s with a wrong input is a bad request', async (method, path, body) => {
    const headers = { ...json, Cookie: house.guestCookie() };
    const response = await house.ask(path, { method, headers, ...(body !== undefined && { body }) });
    expect(response.status).toBe(400);
    expect(await refusalOf(response)).toMatchObject({ code: 'bad_request', retryable: false });
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  test('what is not there is not found, in the same words whatever it is', async () => {
    for (const path of ['/api/rooms/nobody-here-0000', '/api/interests/nothing']) {
      const response = await house.ask(path);
      expect(response.status).toBe(404);
      expect((await refusalOf(response)).code).toBe('not_found');
    }
    for (const path of [
      '/api',
      '/api/',
      '/api/rooms/',
      '/api/Rooms',
      '/api/rooms;a=b',
      '/api//rooms',
      '/api/x/../me/',
    ]) {
      expect((await refusalOf(await house.ask(path))).code).toBe('not_found');
    }
  });

  test('a wrong method is told which ones there are', async () => {
    for (const method of ['PATCH', 'OPTIONS', 'POST']) {
      const response = await house.ask('/api/me', { method, headers: { 'X-HTTP-Method-Override': 'PUT' } });
      expect(response.status).toBe(405);
      expect(response.headers.get('Allow')).toBe('GET, HEAD, PUT, DELETE');
      expect((await refusalOf(response)).code).toBe('bad_request');
    }
    expect((await house.ask('/api/interests', { method: 'HEAD' })).status).toBe(200);
  });

  test('a body that is too large or no JSON is refused', async () => {
    const large = await post({ ...someRoom, topic: 'x'.repeat(65 * 1024) });
    expect([large.status, (await refusalOf(large)).code]).toEqual([413, 'too_large']);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const headers = { 'Content-Type': type, Cookie: house.guestCookie() };
      const response = await house.ask('/api/rooms', {
        method: 'POST',
        headers,
        body: JSON.stringify(someRoom),
      });
      expect([response.status, (await refusalOf(response)).code]).toEqual([415, 'unsupported']);
    }
  });

  test('an error that is meant for the asker arrives, a bug is only a number to quote', async () => {
    const full = await post({ ...someRoom, name: 'no room left' });
    expect([full.status, (await refusalOf(full)).code]).toEqual([507, 'storage_full']);
    const bug = await post({ ...someRoom, name: 'bug' });
    expect(bug.status).toBe(500);
    const refusal = await refusalOf(bug);
    expect(refusal).toMatchObject({ code: 'internal', requestId: expect.any(String) });
    expect(JSON.stringify(refusal)).not.toContain('secret');
  });

  function put(body: unknown, cookie = house.guestCookie()) {
    const headers = { ...json, Cookie: cookie };
    return house.ask('/api/me', { method: 'PUT', headers, body: JSON.stringify(body) });
  }

  function post(body: unknown, cookie = house.guestCookie()) {
    const headers = { ...json, Cookie: cookie };
    return house.ask('/api/rooms', { method: 'POST', headers, body: JSON.stringify(body) });
  }
});

describe('attacks', () => {
  const change = (headers: Record<string, string>) =>
    fetch(`${house.url}/api/me`, {
      method: 'PUT',
      headers: { ...json, Cookie: house.guestCookie(), ...headers },
      body: '{"name":"Mallory"}',
    });

  test('a change is refused from every page that is not ours', async () => {
    const port = new URL(house.url).port;
    const strangers = [
      {},
      { Origin: 'null' },
      { Origin: 'https://evil.example' },
      { Origin: `http://127.0.0.1.evil.example:${port}` },
      { Origin: 'http://127.0.0.1:1' },
      { Origin: `https://127.0.0.1:${port}` },
      { Origin: house.url, 'Sec-Fetch-Site': 'cross-site' },
      { Origin: house.url, 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'none' },
    ];
    for (const headers of strangers) {
      const response = await change(headers);
      expect([response.status, (await refusalOf(response)).code]).toEqual([403, 'forbidden']);
    }
    expect((await change({ Origin: house.url, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
    expect((await change({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
  });

  test('a forged cookie is nobody', async () => {
    const [id] = house.guestCookie().split('.');
    for (const Cookie of ['', `${id}.en.AAAA`, 'hobnob_guest=x', 'hobnob_guest=a.b.c.d', '=;=;;']) {
      const response = await change({ Origin: house.url, Cookie });
      expect([response.status, (await refusalOf(response)).code]).toEqual([401, 'unauthenticated']);
    }
  });

  test('too many requests are told when to come back; others may go on', async () => {
    // A busy machine takes longer for them than the time in which they are counted.
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const strict = await openHouse({ TRUST_PROXY: '1' });
    const headers = (address: string) => ({ 'X-Forwarded-For': `9.9.9.9, ${address}` });
    const statuses: number[] = [];
    for (let i = 0; i < 2001; i += 50) {
      const batch = Array.from({ length: 50 }, () =>
        strict.ask('/api/interests', { headers: headers('10.0.0.1') }),
      );
      statuses.push(...(await Promise.all(batch)).map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(2000);
    const refused = await strict.ask('/api/interests', { headers: headers('10.0.0.1') });
    expect([refused.status, (await refusalOf(refused)).code]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect((await strict.ask('/api/interests', { headers: headers('10.0.0.2') })).status).toBe(200);
    await strict.close();
  });

  test('a guest opens thirty rooms in an hour, and is then told when to open another', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const strict = await openHouse();
    const headers = { ...json, Cookie: strict.guestCookie() };
    const open = () => strict.ask('/api/rooms', { method: 'POST', headers, body: JSON.stringify(someRoom) });
    const statuses: number[] = [];
    for (let i = 0; i < 33; i++) {
      // So many in ten seconds would be too often as well.
      if (i % 15 === 0) vi.setSystemTime(Date.now() + 11_000);
      statuses.push((await open()).status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    const refused = await open();
    expect([refused.status, (await refusalOf(refused)).code]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(3_000);
    vi.setSystemTime(Date.now() + 3_600_000);
    expect((await open()).status).toBe(200);
    await strict.close();
  });

  test('without a proxy of ours nobody chooses the own address', async () => {
    const strict = await openHouse();
    const cookie = strict.guestCookie();
    let refused = 0;
    for (let i = 0; i < 22; i++) {
      const headers = { ...json, Cookie: cookie, 'X-Forwarded-For': `10.0.0.${i}` };
      const { status } = await strict.ask('/api/me', { method: 'PUT', headers, body: '{}' });
      if (status === 429) refused++;
    }
    expect(refused).toBe(2);
    await strict.close();
  });
});

describe('the headers', () => {
  test('keep a page to what is ours', async () => {
    const { headers } = await house.ask('/');
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'self';script-src 'self' 'wasm-unsafe-eval';style-src 'self'");
    expect(policy).toContain(`connect-src 'self' ${house.url.replace('http', 'ws')};`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/'unsafe-/);
    expect(headers.get('Permissions-Policy')).toContain(
      'camera=(self), microphone=(self), display-capture=(self)',
    );
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('X-Powered-By')).toBeNull();
  });

  test('ask for https only where it is spoken', async () => {
    const plain = (await house.ask('/')).headers;
    expect(plain.get('Strict-Transport-Security')).toBeNull();
    expect(plain.get('Content-Security-Policy')).not.toContain('upgrade-insecure-requests');
    const secure = await openHouse({ PUBLIC_URL: 'https://rooms.example', TRUST_PROXY: '1' });
    const { headers } = await secure.ask('/');
    expect(headers.get('Strict-Transport-Security')).toContain('max-age=31536000');
    expect(headers.get('Content-Security-Policy')).toContain('upgrade-insecure-requests');
    expect((await secure.ask('/api/me')).headers.get('Set-Cookie')).toMatch(
      /^__Host-hobnob_guest=.*; Secure/,
    );
    await secure.close();
  });
});

test('the OpenAPI document has every route, and every reference in it leads somewhere', async () => {
  const document = (await (await house.ask('/api/openapi.json')).json()) as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string }>>;
    components: { schemas: Record<string, unknown> };
  };
  expect(document.openapi).toMatch(/^3\.1/);
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
  expect(document.paths['/api/rooms/{slug}']).toHaveProperty('get');
  const references = JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g);
  for (const [, name = ''] of references) expect(document.components.schemas).toHaveProperty(name);
});
