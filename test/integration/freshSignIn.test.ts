import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { AccountInfo } from '../../protocol/account.ts';
import type { PasskeyRequest } from '../../protocol/passkeys.ts';
import type { Browser } from '../support/account/Browser.ts';
import { keepName, password, visit as visitAt } from '../support/account/people.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<unknown>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
afterEach(() => void vi.useRealTimers());

const minutes = 60_000;
const visit = (name?: string) => visitAt(server.url, name);

/** So much later, by the clock of the server. */
function wait(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

/** What makes another way in. */
const makers = (browser: Browser) => [
  browser.answer('POST', '/account/passkeys/start', {}),
  browser.answer('POST', '/account/codes', {}),
];
const codesOf = async (answers: ReturnType<typeof makers>) =>
  (await Promise.all(answers)).map(({ answer }) => (answer.ok ? 'done' : answer.error.code));

async function confirmBy(browser: Browser, passkey: Awaited<ReturnType<typeof keepName>>['passkey']) {
  const request = await browser.ask<PasskeyRequest>('POST', '/sign-in/start', {});
  return await browser.answer('POST', '/account/confirm/passkey', {
    answer: passkey.get(request, browser.url),
  });
}

test('a browser that was signed in a while ago makes no way in until somebody says once more who they are', async () => {
  const { browser } = await visit('Priya');
  const { passkey } = await keepName(browser);
  expect(await codesOf(makers(browser))).toEqual(['done', 'done']);
  wait(11 * minutes);
  expect(await codesOf(makers(browser))).toEqual(['sign_in_again', 'sign_in_again']);
  const set = await browser.refusal('PUT', '/account/password', { handle: 'priya', password });
  expect(set).toMatchObject({ code: 'sign_in_again' });
  // All else goes on.
  expect(await browser.ask<AccountInfo>('GET', '/account')).toMatchObject({ hasPassword: false });
  expect((await confirmBy(browser, passkey)).answer).toEqual({ ok: true, data: null });
  expect(await codesOf(makers(browser))).toEqual(['done', 'done']);
  await browser.ask('PUT', '/account/password', { handle: 'priya', password });
  wait(11 * minutes);
  expect(await codesOf(makers(browser))).toEqual(['sign_in_again', 'sign_in_again']);
  await browser.ask('POST', '/account/confirm/password', { password });
  expect(await codesOf(makers(browser))).toEqual(['done', 'done']);
});

test('nobody else says it for them, and not for another browser of theirs', async () => {
  const { browser } = await visit('Priya');
  const { passkey } = await keepName(browser);
  const { browser: other } = await visit('Bo');
  const { passkey: theirs } = await keepName(other);
  const { browser: second } = await visit();
  const request = await second.ask<PasskeyRequest>('POST', '/sign-in/start', {});
  await second.ask('POST', '/sign-in/passkey', { answer: passkey.get(request, second.url) });
  wait(11 * minutes);
  expect((await confirmBy(browser, theirs)).answer).toMatchObject({ error: { code: 'sign_in_failed' } });
  const wrong = await browser.refusal('POST', '/account/confirm/password', { password: 'not that one' });
  expect(wrong).toMatchObject({ code: 'sign_in_failed' });
  expect(await codesOf(makers(browser))).toEqual(['sign_in_again', 'sign_in_again']);
  await confirmBy(second, passkey);
  expect(await codesOf(makers(browser))).toEqual(['sign_in_again', 'sign_in_again']);
  expect(await codesOf(makers(second))).toEqual(['done', 'done']);
});
