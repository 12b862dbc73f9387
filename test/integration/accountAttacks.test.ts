import { argon2 } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AccountInfo } from '../../protocol/account.ts';
import { accountRoutes } from '../../protocol/account.ts';
import type { PasskeyCreation, PasskeyRequest } from '../../protocol/passkeys.ts';
import type { Me } from '../../protocol/people.ts';
import { Browser } from '../support/account/Browser.ts';
import { keepName, password, signIn, visit as visitAt } from '../support/account/people.ts';
import { SoftPasskey } from '../support/account/SoftPasskey.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

// As it is, and counted: by modules of this file's own.
vi.hoisted(() => vi.resetModules());
vi.mock(import('node:crypto'), async (load) => {
  const crypto = await load();
  return { ...crypto, argon2: vi.fn<typeof crypto.argon2>(crypto.argon2) };
});

let server: TestServer<unknown>;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

/** As which site browsers know the server. */
const here = () => new Browser(server.url).url;
const visit = (name?: string) => visitAt(server.url, name);
const refusal = (browser: Browser, path: string, body: unknown = {}) => browser.refusal('POST', path, body);
/** Whom the server takes the owner of these cookies for. */
async function whoIs(cookie: string): Promise<Me> {
  const browser = new Browser(server.url);
  browser.plant(cookie);
  return await browser.ask('GET', '/me');
}

describe('a cookie from before', () => {
  test('says nothing any more once the guest has an account, over HTTP and over sockets', async () => {
    const { browser, me } = await visit('Priya');
    const before = browser.cookie;
    await keepName(browser);
    expect(browser.cookie).not.toContain('hobnob_guest');
    expect((await whoIs(before)).id).not.toBe(me.id);
    const socket = await server.client({ cookie: before });
    expect((await socket.count('server:welcome', 1))[0]?.userId).toBeNull();
    const member = await server.client({ cookie: browser.cookie });
    expect((await member.count('server:welcome', 1))[0]?.userId).toBe(me.id);
  });

  test('that somebody planted in the browser does not follow its owner into the account', async () => {
    const attacker = await visit();
    const victim = new Browser(server.url);
    victim.plant(attacker.browser.cookie);
    const { passkey } = await keepName(victim);
    expect((await whoIs(attacker.browser.cookie)).id).not.toBe(attacker.me.id);
    const planted = victim.cookie;
    await signIn(victim, passkey);
    expect(victim.cookie).not.toBe(planted);
    expect((await whoIs(planted)).account).toBe(false);
  });

  test('is good no more after the password was changed, here or elsewhere', async () => {
    const { browser } = await visit('Priya');
    const { passkey } = await keepName(browser);
    const { browser: other } = await visit();
    await signIn(other, passkey);
    const before = browser.cookie;
    await browser.ask('PUT', '/account/password', { handle: 'priya', password });
    expect((await browser.ask<AccountInfo>('GET', '/account')).logins).toHaveLength(1);
    expect((await whoIs(before)).account).toBe(false);
    expect((await whoIs(other.cookie)).account).toBe(false);
    const change = { handle: 'priya', password: 'another quiet otter', current: 'a guess of mine' };
    expect(await browser.refusal('PUT', '/account/password', change)).toMatchObject({
      code: 'sign_in_failed',
    });
  });

  test('made up, cut or of another server is nobody', async () => {
    const { browser } = await visit();
    await keepName(browser);
    const [, token = ''] = browser.cookie.split('=');
    for (const forged of [token.slice(1), `${token}x`, '', token.toLowerCase(), 'x'.repeat(5_000)]) {
      expect((await whoIs(`hobnob_login=${forged}`)).account).toBe(false);
    }
  });
});

describe('a challenge', () => {
  test('is good once', async () => {
    const { browser } = await visit();
    const { passkey } = await keepName(browser);
    const thief = new Browser(server.url);
    const request = await thief.ask<PasskeyRequest>('POST', '/sign-in/start', {});
    const cookie = thief.cookie;
    const answer = passkey.get(request, here());
    await thief.ask('POST', '/sign-in/passkey', { answer });
    const replaying = new Browser(server.url);
    replaying.plant(cookie);
    expect(await refusal(replaying, '/sign-in/passkey', { answer })).toMatchObject({ code: 'gone' });
  });

  test('is good in the browser that asked, and for what it was asked', async () => {
    const { browser } = await visit();
    const { passkey } = await keepName(browser);
    const [asking, other] = [new Browser(server.url), new Browser(server.url)];
    const request = await asking.ask<PasskeyRequest>('POST', '/sign-in/start', {});
    const answer = passkey.get(request, here());
    expect(await refusal(other, '/sign-in/passkey', { answer })).toMatchObject({ code: 'gone' });
    await other.ask('POST', '/sign-in/start', {});
    expect(await refusal(other, '/sign-in/passkey', { answer })).toMatchObject({ code: 'sign_in_failed' });

    const creation = await browser.ask<PasskeyCreation>('POST', '/account/passkeys/start', {});
    const { browser: guest } = await visit();
    guest.plant(browser.cookie.split('; ').find((part) => part.startsWith('hobnob_passkey')) ?? '');
    const made = new SoftPasskey().create(creation, here());
    expect(await refusal(guest, '/account/passkeys', { answer: made })).toMatchObject({ code: 'gone' });
    guest.plant(asking.cookie);
    expect(await refusal(guest, '/account/passkeys', { answer: made })).toMatchObject({ code: 'gone' });
  });

  test('signed for another site, or by another key, signs nobody in', async () => {
    const { browser } = await visit();
    const { passkey } = await keepName(browser);
    const attempts: ((request: PasskeyRequest) => unknown)[] = [
      (request) => passkey.get(request, 'http://localhost.evil.example:3000'),
      (request) => passkey.get({ ...request, rpId: 'evil.example' }, here()),
      (request) => {
        const { response } = new SoftPasskey().get(request, here());
        return { ...passkey.get(request, here()), response };
      },
      (request) => new SoftPasskey().get(request, here()),
    ];
    for (const attempt of attempts) {
      const thief = new Browser(server.url);
      const request = await thief.ask<PasskeyRequest>('POST', '/sign-in/start', {});
      const answer = attempt(request);
      expect(await refusal(thief, '/sign-in/passkey', { answer })).toMatchObject({ code: 'sign_in_failed' });
      expect((await whoIs(thief.cookie)).account).toBe(false);
    }
  });
});

describe('a password', () => {
  test('fails in the same words for a wrong name and a wrong password', async () => {
    const { browser } = await visit();
    await browser.ask('PUT', '/account/password', { handle: 'priya', password });
    const thief = new Browser(server.url);
    const wrong = await refusal(thief, '/sign-in/password', { handle: 'priya', password: 'not it at all' });
    const nobody = await refusal(thief, '/sign-in/password', { handle: 'nobody', password });
    expect(wrong).toEqual(nobody);
    expect(wrong.code).toBe('sign_in_failed');
  });

  test('is refused with the same work for a name that nobody has', async () => {
    const { browser } = await visit();
    await browser.ask('PUT', '/account/password', { handle: 'priya', password });
    const body = { password: 'not it at all' };
    const work = async (handle: string) => {
      vi.mocked(argon2).mockClear();
      await refusal(browser, '/sign-in/password', { ...body, handle });
      return vi.mocked(argon2).mock.calls.map(([, { message: _, nonce: __, ...costs }]) => costs);
    };
    // The first attempt ever makes the hash with which those of nobody are compared.
    await work('nobody');
    const costs = await work('priya');
    expect(costs).toMatchObject([{ memory: 19_456, passes: 2, parallelism: 1 }]);
    expect(await work('nobody')).toEqual(costs);
  });

  test.each([
    ['short', 'short'],
    ['common', 'password1234'],
    ['a row of keys', 'qwertyuiopa'],
    ['one sign over and over', 'aaaaaaaaaaaaa'],
    ['little more than the name', 'priya-2026!'],
  ])('that is %s is refused', async (_what, weak) => {
    const { browser } = await visit();
    const body = { handle: 'priya-2026', password: weak };
    expect(await browser.refusal('PUT', '/account/password', body)).toMatchObject({
      code: 'weak_password',
    });
  });

  test('for a sign-in name that another has is refused, and both stay what they were', async () => {
    const [{ browser: ann }, { browser: bo, me }] = [await visit('Ann'), await visit('Bo')];
    await ann.ask('PUT', '/account/password', { handle: 'priya', password });
    const body = { handle: 'priya', password: 'another quiet otter' };
    expect(await bo.refusal('PUT', '/account/password', body)).toMatchObject({ code: 'conflict' });
    expect(await bo.ask('GET', '/me')).toEqual({ ...me, account: false });
  });
});

test('guessing is slowed down for one name and one address, and the right password waits too', async () => {
  const strict = await startServer({ env: { RATE_SCALE: '1' } });
  const browser = new Browser(strict.url);
  const guess = (handle: string) =>
    browser.refusal('POST', '/sign-in/password', { handle, password: 'a guess of mine' });
  for (let attempt = 0; attempt < 10; attempt++) {
    expect(await guess('priya')).toMatchObject({ code: 'sign_in_failed' });
  }
  const refused = await guess('PRIYA');
  expect(refused).toMatchObject({ code: 'rate_limited' });
  expect(refused.retryAfterMs).toBeGreaterThan(0);
  expect(await guess('somebody-else')).toMatchObject({ code: 'sign_in_failed' });
  await strict.close();
});

test('of two who use one recovery code at once, one is signed in', async () => {
  const { browser } = await visit();
  const { codes } = await keepName(browser);
  const body = { code: codes?.[0] };
  const answers = await Promise.all(
    [1, 2, 3].map(() => new Browser(server.url).answer('POST', '/sign-in/code', body)),
  );
  expect(answers.filter(({ answer }) => answer.ok)).toHaveLength(1);
});

test('of two first passkeys at once, one makes the account', async () => {
  const { browser } = await visit();
  const start = () => browser.ask<PasskeyCreation>('POST', '/account/passkeys/start', {});
  const [cookie, answer] = [
    () => browser.cookie,
    (creation: PasskeyCreation) => new SoftPasskey().create(creation, here()),
  ];
  const tabs = [];
  for (let tab = 0; tab < 2; tab++) {
    const made = answer(await start());
    const copy = new Browser(server.url);
    copy.plant(cookie());
    tabs.push(() => copy.answer('POST', '/account/passkeys', { answer: made }));
  }
  const answers = await Promise.all(tabs.map((send) => send()));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});

const changing = Object.entries(accountRoutes).filter(([, { method }]) => method !== 'get');
test.each(changing)(
  '%s is refused to pages of others, and in forms they could send',
  async (_name, route) => {
    const { browser } = await visit();
    await keepName(browser);
    const path = route.path.replace(':id', 'nobody-has-this-id');
    const method = route.method.toUpperCase();
    const send = (headers: Record<string, string>) => browser.refusal(method, path, {}, { headers });
    const forbidden = { code: 'forbidden' };
    expect(await send({ origin: 'https://evil.example' })).toMatchObject(forbidden);
    expect(await send({ origin: 'null' })).toMatchObject(forbidden);
    expect(await send({ origin: here(), 'sec-fetch-site': 'same-site' })).toMatchObject(forbidden);
    expect(await send({ origin: here(), 'content-type': 'text/plain' })).toMatchObject({
      code: 'unsupported',
    });
    expect(await browser.ask('GET', '/account')).toMatchObject({ logins: [{ current: true }] });
  },
);
