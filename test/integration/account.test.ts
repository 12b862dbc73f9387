import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountChange, AccountInfo } from '../../protocol/account.ts';
import { accountRoutes } from '../../protocol/account.ts';
import type { PasskeyCreation, PasskeyRequest } from '../../protocol/passkeys.ts';
import { Browser } from '../support/account/Browser.ts';
import { keepName, password, signIn, visit as visitAt } from '../support/account/people.ts';
import { SoftPasskey } from '../support/account/SoftPasskey.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<unknown>;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const visit = (name?: string) => visitAt(server.url, name);
const post = (browser: Browser, path: string, body: unknown = {}) => browser.refusal('POST', path, body);

test('a guest keeps the name with one passkey, under the same id, and comes back with it elsewhere', async () => {
  const { browser, me } = await visit('Priya');
  const { account, codes, passkey } = await keepName(browser);
  expect(codes).toHaveLength(10);
  expect(new Set(codes).size).toBe(10);
  expect(account).toMatchObject({ hasPassword: false, codesLeft: 10, passkeys: [{ usedAt: null }] });
  expect(account.logins).toMatchObject([{ current: true }]);
  expect(await browser.ask('GET', '/me')).toEqual({ ...me, account: true });

  const { browser: other } = await visit();
  expect(await signIn(other, passkey)).toEqual({ ...me, account: true });
  expect(await other.ask('GET', '/me')).toEqual({ ...me, account: true });
  const after = await other.ask<AccountInfo>('GET', '/account');
  expect(after.logins).toHaveLength(2);
  expect(after.passkeys[0]?.usedAt).toBeGreaterThan(0);
});

test('every route of accounts answers what the protocol says', async () => {
  const { browser } = await visit('Priya');
  const seen = new Set<string>();
  const ask = async (name: keyof typeof accountRoutes, body?: unknown, id = '') => {
    const { method, path, output } = accountRoutes[name];
    const data = await browser.ask(method.toUpperCase(), path.replace(':id', id), body);
    expect(output.parse(data), name).toEqual(data);
    seen.add(name);
    return data;
  };
  const passkey = new SoftPasskey();
  const creation = (await ask('startPasskey', {})) as PasskeyCreation;
  const { codes } = (await ask('addPasskey', {
    answer: passkey.create(creation, browser.url),
  })) as AccountChange;
  const { passkeys } = (await ask('account')) as AccountInfo;
  await ask('renamePasskey', { name: 'Blue key' }, passkeys[0]?.id);
  await ask('setPassword', { handle: 'priya', password });
  await ask('removePassword', {});
  await ask('setPassword', { handle: 'priya', password });
  await ask('removePasskey', {}, passkeys[0]?.id);
  await keepName(browser, passkey);
  await ask('endLogin', {}, 'nobody-has-this-id');
  await ask('endOtherLogins', {});
  await ask('signOut', {});
  const request = (await ask('startSignIn', {})) as PasskeyRequest;
  await ask('signInByPasskey', { answer: passkey.get(request, browser.url) });
  await ask('signInByPassword', { handle: 'priya', password });
  await ask('confirmByPassword', { password });
  const again = (await ask('startSignIn', {})) as PasskeyRequest;
  await ask('confirmByPasskey', { answer: passkey.get(again, browser.url) });
  await ask('signInByCode', { code: codes?.[0] });
  await ask('removeProvider', {});
  await ask('renewCodes', {});
  await ask('signInWays');
  // Those need a provider: see provider.test.ts.
  const ofProvider = ['startProvider', 'signInByProvider'];
  const all = Object.keys(accountRoutes).filter((name) => !ofProvider.includes(name));
  expect([...seen].toSorted()).toEqual(all.toSorted());
});

describe('ways in', () => {
  test('are several, and the last one stays', async () => {
    const { browser } = await visit();
    await keepName(browser);
    const { account } = await keepName(browser);
    const [first, second] = account.passkeys;
    const remove = (id = '') => browser.ask<AccountInfo>('DELETE', `/account/passkeys/${id}`, {});
    expect((await remove(first?.id)).passkeys).toMatchObject([{ id: second?.id }]);
    await expect(remove(second?.id)).rejects.toThrow('conflict');
    await browser.ask('PUT', '/account/password', { handle: 'priya', password });
    expect((await remove(second?.id)).passkeys).toEqual([]);
    expect(await browser.refusal('DELETE', '/account/password', {})).toMatchObject({ code: 'conflict' });
  });

  test('of others are out of reach', async () => {
    const [{ browser: ann }, { browser: bo }] = [await visit('Ann'), await visit('Bo')];
    const { account } = await keepName(ann);
    await keepName(bo);
    const id = account.passkeys[0]?.id;
    expect(await bo.refusal('PUT', `/account/passkeys/${id}`, { name: 'Mine' })).toMatchObject({
      code: 'not_found',
    });
    await bo.ask('DELETE', `/account/passkeys/${id}`, {});
    await bo.ask('DELETE', `/account/logins/${account.logins[0]?.id}`, {});
    expect(await ann.ask('GET', '/account')).toMatchObject({
      passkeys: [{ id }],
      logins: [{ current: true }],
    });
  });

  test.each(Object.entries(accountRoutes))('%s is for those the table says', async (_name, route) => {
    const { method, path, may } = route;
    const ask = (browser: Browser) =>
      browser.answer(
        method.toUpperCase(),
        path.replace(':id', 'x'.repeat(22)),
        method === 'get' ? undefined : {},
      );
    const refused = { ok: false, error: { code: 'unauthenticated' } };
    const { answer: ofNobody } = await ask(new Browser(server.url));
    const { answer: ofGuest } = await ask((await visit()).browser);
    if (may === 'anyone') expect(ofNobody).not.toMatchObject(refused);
    else expect(ofNobody).toMatchObject(refused);
    if (may === 'member') expect(ofGuest).toMatchObject(refused);
    else expect(ofGuest).not.toMatchObject(refused);
  });
});

describe('recovery codes', () => {
  test('are good once each, however they are typed, and new ones replace them', async () => {
    const { browser, me } = await visit('Priya');
    const { codes } = await keepName(browser);
    const [first = '', second = ''] = codes ?? [];
    const { browser: other } = await visit();
    const typed = ` ${first.toLowerCase().replaceAll('-', ' ')} `;
    expect(await other.ask('POST', '/sign-in/code', { code: typed })).toMatchObject({ id: me.id });
    expect(await other.ask('GET', '/account')).toMatchObject({ codesLeft: 9 });
    expect(await post(other, '/sign-in/code', { code: first })).toMatchObject({ code: 'sign_in_failed' });
    await browser.ask('POST', '/account/codes', {});
    expect(await post(other, '/sign-in/code', { code: second })).toMatchObject({ code: 'sign_in_failed' });
  });
});
