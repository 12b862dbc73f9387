import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Me } from '../../protocol/people.ts';
import { Browser } from '../support/account/Browser.ts';
import { IdentityProvider } from '../support/account/IdentityProvider.ts';
import { keepName, visit as visitAt } from '../support/account/people.ts';
import { firstAdmin } from '../support/house.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let provider: IdentityProvider;
let server: TestServer<unknown>;
beforeEach(async () => {
  provider = await IdentityProvider.open();
  server = await startServer({ env: provider.settings });
  provider.serve(new Browser(server.url).url);
});
afterEach(async () => {
  await server.close();
  await provider.close();
});

const visit = (name?: string) => visitAt(server.url, name);
const start = async (browser: Browser) =>
  (await browser.ask<{ url: string }>('POST', '/sign-in/provider/start', {})).url;
const finish = (browser: Browser, query: string) =>
  browser.ask<{ me: Me; codes: string[] | null }>('POST', '/sign-in/provider', { query });
const refusal = (browser: Browser, query: string) => browser.refusal('POST', '/sign-in/provider', { query });

/** Comes back from the provider as somebody. */
async function signIn(browser: Browser, login: string) {
  return await finish(browser, await provider.signIn(await start(browser), login));
}

test('a guest keeps the name by the provider, and is known by it elsewhere', async () => {
  const { browser, me } = await visit('Priya');
  const { host } = new URL(provider.issuer);
  expect(await browser.ask('GET', '/sign-in/ways')).toEqual({ provider: host });
  const first = await signIn(browser, 'priya');
  expect(first).toEqual({ me: { ...me, account: true }, codes: expect.any(Array) });
  expect(first.codes).toHaveLength(10);
  const { browser: elsewhere } = await visit();
  expect(await signIn(elsewhere, 'priya')).toEqual({ me: { ...me, account: true }, codes: null });
  const { browser: other, me: bo } = await visit('Bo');
  expect((await signIn(other, 'bo')).me).toEqual({ ...bo, account: true });
});

test('whoever is signed in adds the provider as one more way in', async () => {
  const { browser, me } = await visit('Priya');
  await keepName(browser);
  expect(await signIn(browser, 'priya')).toEqual({ me: { ...me, account: true }, codes: null });
  const { browser: elsewhere } = await visit();
  expect((await signIn(elsewhere, 'priya')).me.id).toBe(me.id);
});

test('a guest who may not be in the house makes no account by the provider, and comes back to one they have', async () => {
  const admin = await firstAdmin(server);
  const { browser, me } = await visit('Priya');
  await signIn(browser, 'priya');
  const { browser: anew, me: guest } = await visit('Eve');
  for (const { id } of [me, guest]) await admin.browser.ask('PUT', `/house/bans/${id}`, { minutes: 60 });
  expect(await refusal(anew, await provider.signIn(await start(anew), 'eve'))).toMatchObject({
    code: 'barred',
  });
  expect(await anew.ask('GET', '/me')).toMatchObject({ id: guest.id, account: false });
  expect((await signIn(anew, 'priya')).me.id).toBe(me.id);
});

test('whoever can sign in otherwise unlinks the provider, which then means nobody; never the last way in', async () => {
  const { browser, me } = await visit('Priya');
  await signIn(browser, 'priya');
  expect(await browser.ask('GET', '/account')).toMatchObject({ byProvider: true });
  expect(await browser.refusal('DELETE', '/account/provider')).toMatchObject({ code: 'conflict' });
  await keepName(browser);
  expect(await browser.ask('DELETE', '/account/provider')).toMatchObject({ byProvider: false });
  const { browser: elsewhere, me: guest } = await visit();
  expect((await signIn(elsewhere, 'priya')).me.id).toBe(guest.id);
  expect(guest.id).not.toBe(me.id);
});

test('what comes back is good once, in the browser that went, with the state it went with', async () => {
  const { browser } = await visit();
  const query = await provider.signIn(await start(browser), 'priya');
  const { browser: thief } = await visit();
  expect(await refusal(thief, query)).toMatchObject({ code: 'gone' });
  await start(thief);
  expect(await refusal(thief, query)).toMatchObject({ code: 'sign_in_failed' });

  const before = browser.cookie;
  await finish(browser, query);
  const again = new Browser(server.url);
  again.plant(before);
  // The guest of before is nobody by now; and with another one the challenge is not theirs.
  expect(await refusal(again, query)).toMatchObject({ code: 'unauthenticated' });
  const { browser: guest } = await visit();
  guest.plant(before.split('; ').find((part) => part.startsWith('hobnob_provider')) ?? '');
  expect(await refusal(guest, query)).toMatchObject({ code: 'gone' });
});

test.each([
  ['without state', (query: URLSearchParams) => query.delete('state')],
  ['with another state', (query: URLSearchParams) => query.set('state', 'x'.repeat(43))],
  ['with another code', (query: URLSearchParams) => query.set('code', 'x'.repeat(43))],
  ['of another issuer', (query: URLSearchParams) => query.set('iss', 'https://evil.example')],
  ['with an error', (query: URLSearchParams) => query.set('error', 'access_denied')],
])('an answer %s signs nobody in', async (_what, spoil) => {
  const { browser } = await visit();
  const query = new URLSearchParams(await provider.signIn(await start(browser), 'priya'));
  spoil(query);
  expect(await refusal(browser, query.toString())).toMatchObject({ code: 'sign_in_failed' });
  expect(await browser.ask('GET', '/me')).toMatchObject({ account: false });
});

test('PKCE, state and nonce go along, and the secret does not', async () => {
  const { browser } = await visit();
  const { searchParams } = new URL(await start(browser));
  expect(searchParams.get('code_challenge_method')).toBe('S256');
  expect(searchParams.get('scope')).toBe('openid');
  for (const name of ['state', 'nonce', 'code_challenge'])
    expect(searchParams.get(name)).toMatch(/^[\w-]{43}$/);
  expect(searchParams.toString()).not.toContain(provider.settings.OIDC_CLIENT_SECRET);
});

test('a provider that is not there is said to be busy, and everything else goes on', async () => {
  const { browser } = await visit();
  await provider.close();
  expect(await browser.refusal('POST', '/sign-in/provider/start', {})).toMatchObject({ code: 'server_busy' });
  expect((await keepName(browser)).codes).toHaveLength(10);
  provider = await IdentityProvider.open();
});

test('without a provider there is nothing to ask', async () => {
  const plain = await startServer();
  const { browser } = await visitAt(plain.url);
  expect(await browser.ask('GET', '/sign-in/ways')).toEqual({ provider: null });
  expect(await browser.refusal('POST', '/sign-in/provider/start', {})).toMatchObject({ code: 'not_found' });
  await plain.close();
});
