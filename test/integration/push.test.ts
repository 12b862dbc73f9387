import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Conversation } from '../../protocol/conversations.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { PushAddress } from '../../protocol/push.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import { aPushAddress } from '../contract/storeSamples.ts';
import type { Browser } from '../support/account/Browser.ts';
import { keepName, visit } from '../support/account/people.ts';
import type { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { idOf } from '../support/friends.ts';
import { PushService } from '../support/PushService.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

// What a name of the world's may lead to; the service of the test is the only one that is reached.
const names = {
  'inside.example': '10.0.0.1',
  'metadata.example': '169.254.169.254',
  'mapped.example': '::ffff:127.0.0.1',
  'nat64.example': '64:ff9b::7f00:1',
  'foo.localhost': '127.0.0.1',
};

let service: PushService;
let server: TestServer<FakeMediaEngine>;
const store = new MemoryStore();
const folder = mkdtempSync(join(tmpdir(), 'hobnob-push-'));
beforeAll(async () => {
  service = await PushService.open();
  server = await startServer({ store, folder, outgoing: service.outgoing(names) });
});
afterAll(async () => {
  await server.close();
  service.close();
  rmSync(folder, { recursive: true });
});

interface Away {
  readonly browser: Browser;
  readonly id: UserId;
}

/** Somebody who has a cookie, and nothing open. */
async function away(name: string): Promise<Away> {
  const { browser, me } = await visit(server.url, name);
  return { browser, id: me.id };
}

const subscribe = ({ browser }: Away, address: PushAddress) => browser.ask('PUT', '/me/push', address);
const kept = async ({ id }: Away) => (await store.pushes.list(id)).map(({ endpoint }) => endpoint);
const sentTo = ({ endpoint }: PushAddress) =>
  service.deliveries.filter((delivery) => delivery.endpoint === endpoint);
const askToBeFriends = (by: Client, { id }: Away) => by.ask('PUT', `/people/${id}/friend`, {});

async function befriend(one: Client, other: Away): Promise<void> {
  await askToBeFriends(one, other);
  await other.browser.ask('PUT', `/people/${await idOf(one)}/friend`, {});
}

test('R18: who has nothing open is told by their browser, which alone can read it, and knows who sends', async () => {
  const [ann, bo] = [await server.person('Ann'), await away('Bo')];
  const address = service.browser('zh');
  const { publicKey } = await bo.browser.ask<{ publicKey: string }>('GET', '/me/push');
  expect(await subscribe(bo, address)).toBeNull();
  await befriend(ann, bo);
  const { room } = await ann.ask<Conversation>('POST', '/me/conversations', { people: [bo.id], name: '' });
  const text = '**明天**见?';
  const line = { clientMessageId: crypto.randomUUID() as never, text, roomId: room.id };
  const { seq } = await ann.request('chat:send', line);
  const direct = () => sentTo(address).find(({ message }) => message.notice.kind === 'direct');
  await eventually(() => direct()?.message).toMatchObject({
    ...{ language: 'zh', interest: null },
    notice: { who: { name: 'Ann' }, room: { id: room.id, name: '' }, seq, text: '明天见?', count: 1 },
  });
  const delivery = direct();
  expect(delivery).toMatchObject({
    headers: {
      ttl: '3600',
      urgency: 'normal',
      'content-encoding': 'aes128gcm',
      host: expect.stringMatching(/^push\.example/),
    },
    key: publicKey,
    claims: { aud: service.origin, sub: 'mailto:nobody@hobnob.invalid' },
  });
  const left = (delivery?.claims.exp ?? 0) * 1_000 - Date.now();
  expect(left).toBeGreaterThan(60_000);
  expect(left).toBeLessThan(24 * 60 * 60_000);
  expect(delivery?.headers).not.toHaveProperty('cookie');
  expect(service.refusals).toEqual([]);
});

test('a friend who rings is heard at once or not at all', async () => {
  const [ann, bo] = [await server.person('Ann'), await away('Bo')];
  const address = service.browser();
  await befriend(ann, bo);
  await subscribe(bo, address);
  const room = await ann.openRoom({ name: 'Repair café' });
  await ann.join(room.slug);
  await ann.request('ring:call', { roomId: room.id, people: [bo.id], video: false });
  await eventually(() => sentTo(address)).toMatchObject([
    {
      headers: { ttl: '30', urgency: 'high' },
      message: { notice: { kind: 'ring', room: { name: 'Repair café' } } },
    },
  ]);
});

test('who sits at a page of ours is told by that alone', async () => {
  const [ann, bo] = [await server.person('Ann'), await away('Bo')];
  const address = service.browser();
  await subscribe(bo, address);
  const here = await server.client({ cookie: bo.browser.cookie });
  const told = here.next('notices:told');
  await askToBeFriends(ann, bo);
  await told;
  here.close();
  // Who loads the page anew has not gone yet.
  await sleep(1_500);
  await askToBeFriends(await server.person('Cy'), bo);
  await eventually(() => sentTo(address).map(({ message }) => message.notice.who?.name)).toEqual(['Cy']);
});

test.each([404, 410])('a browser that is gone (%i) is forgotten', async (status) => {
  const [ann, bo] = [await server.person('Ann'), await away('Bo')];
  const address = service.browser();
  await subscribe(bo, address);
  service.status = status;
  try {
    await askToBeFriends(ann, bo);
    await eventually(() => kept(bo)).toEqual([]);
    expect(sentTo(address)).toHaveLength(1);
  } finally {
    service.status = 201;
  }
});

test('a push service that fails now and then is asked again', async () => {
  const [ann, bo] = [await server.person('Ann'), await away('Bo')];
  const address = service.browser();
  await subscribe(bo, address);
  service.status = 503;
  try {
    await askToBeFriends(ann, bo);
    await eventually(async () => (await store.pushes.list(bo.id))[0]?.failures).toBe(1);
  } finally {
    service.status = 201;
  }
  await askToBeFriends(await server.person('Cy'), bo);
  await eventually(async () => (await store.pushes.list(bo.id))[0]?.failures).toBe(0);
});

// Attack 76 of our list: a host inside, written in any way there is.
test.each([
  'http://push.example/plain',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://0.0.0.0/',
  'https://10.0.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[::1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://localhost/',
  'https://localhost./',
  'https://push.example@127.0.0.1/',
  'https://push.example\\@127.0.0.1/',
  'https://push.example#@127.0.0.1/',
  'gopher://push.example/',
  'file:///etc/passwd',
  `https://push.example/${'x'.repeat(1_024)}`,
])('attack 76: %s is no place to send to', async (endpoint) => {
  const bo = await away('Bo');
  const { code } = await bo.browser.refusal('PUT', '/me/push', aPushAddress({ endpoint }));
  expect(code).toBe('bad_request');
  expect(await kept(bo)).toEqual([]);
});

test.each([
  ...Object.keys(names).map((name) => `https://${name}/`),
  'https://push.example:22/',
  'https://push.example:6379/',
])('attack 76: %s leads inside, is asked for nothing, and forgotten', async (endpoint) => {
  const [ann, bo] = [await server.person('Ann'), await away('Bo')];
  await subscribe(bo, aPushAddress({ endpoint }));
  expect(await kept(bo)).toEqual([endpoint]);
  const before = service.deliveries.length + service.refusals.length;
  await askToBeFriends(ann, bo);
  await eventually(() => kept(bo)).toEqual([]);
  expect(service.deliveries.length + service.refusals.length).toBe(before);
});

test('keys with which nothing can be encrypted are refused', async () => {
  const bo = await away('Bo');
  const { keys, ...address } = aPushAddress();
  const broken = { ...address, keys: { ...keys, p256dh: `B${'A'.repeat(86)}` } };
  expect((await bo.browser.refusal('PUT', '/me/push', broken)).code).toBe('bad_request');
});

test('who signs out, wants no more of it, or leaves for good is told no more', async () => {
  const bo = await away('Bo');
  await subscribe(bo, service.browser());
  expect(await kept(bo)).toHaveLength(1);
  await keepName(bo.browser);
  await eventually(() => kept(bo)).toEqual([]);
  const address = service.browser();
  await subscribe(bo, address);
  await bo.browser.ask('DELETE', '/me/push');
  expect(await kept(bo)).toEqual([]);
  await subscribe(bo, address);
  expect(await kept(bo)).toEqual([address.endpoint]);
  await bo.browser.ask('POST', '/sign-out', {});
  await eventually(() => kept(bo)).toEqual([]);

  const cy = await away('Cy');
  await subscribe(cy, service.browser());
  await cy.browser.ask('DELETE', '/me');
  expect(await kept(cy)).toEqual([]);
});

test('the keys are made once, outlive the process, and are the owner’s alone to read', async () => {
  const file = join(folder, 'push.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { publicKey } = JSON.parse(readFileSync(file, 'utf8')) as { publicKey: string };
  const next = await startServer({ folder });
  const ann = await next.person('Ann');
  expect(await ann.ask('GET', '/me/push')).toEqual({ publicKey });
  await next.close();
});
