import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../protocol/audit.ts';
import type { HouseInviteInfo } from '../../protocol/house.ts';
import type { HouseSettingsChange } from '../../protocol/houseSettings.ts';
import type { PasskeyCreation } from '../../protocol/passkeys.ts';
import type { Me } from '../../protocol/people.ts';
import { makeAdminCode } from '../../server/house/AdminCode.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import type { Browser } from '../support/account/Browser.ts';
import { IdentityProvider } from '../support/account/IdentityProvider.ts';
import { keepName, password, signIn, visit } from '../support/account/people.ts';
import { SoftPasskey } from '../support/account/SoftPasskey.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { firstAdmin } from '../support/house.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let provider: IdentityProvider;
let server: TestServer<FakeMediaEngine>;
let admin: Browser;
beforeAll(async () => {
  provider = await IdentityProvider.open();
  server = await startServer({ store: new MemoryStore(), env: provider.settings });
  provider.serve(server.url.replace('127.0.0.1', 'localhost'));
  admin = (await firstAdmin(server)).browser;
});
afterAll(async () => {
  await server.close();
  await provider.close();
});
beforeEach(() => choose({ registration: null }));

const choose = (change: HouseSettingsChange) => admin.ask('PUT', '/house/settings', change);
const invite = (days: number | null = 1, most: number | null = null) =>
  admin.ask<{ invite: HouseInviteInfo; token: string }>('POST', '/house/invites', { days, most });
let people = 0;

/** How a guest gets an account, with whatever invitation; gives what became of it. */
const ways: Record<string, (browser: Browser, invite?: string) => Promise<string>> = {
  'a passkey': async (browser, invite) => {
    const sent = invite === undefined ? {} : { invite };
    const started = await browser.answer<PasskeyCreation>('POST', '/account/passkeys/start', sent);
    if (!started.answer.ok) return started.answer.error.code;
    const answer = new SoftPasskey().create(started.answer.data, browser.url);
    return await said(browser.answer('POST', '/account/passkeys', { answer, ...sent }));
  },
  'a passkey that was begun before': async (browser, invite) => {
    const { url } = browser;
    await choose({ registration: 'open' });
    const creation = await browser.ask<PasskeyCreation>('POST', '/account/passkeys/start', {});
    await choose({ registration: mode });
    const answer = new SoftPasskey().create(creation, url);
    return await said(browser.answer('POST', '/account/passkeys', { answer, ...(invite && { invite }) }));
  },
  'a password': async (browser, invite) => {
    const handle = `somebody-${++people}`;
    return await said(
      browser.answer('PUT', '/account/password', { handle, password, ...(invite && { invite }) }),
    );
  },
};
let mode: 'open' | 'invite' | 'closed' = 'open';
const to = async (wanted: typeof mode) => {
  mode = wanted;
  await choose({ registration: wanted });
};

async function said(asked: ReturnType<Browser['answer']>): Promise<string> {
  const { answer } = await asked;
  return answer.ok ? 'done' : answer.error.code;
}

async function byProvider(browser: Browser, login: string, invite?: string): Promise<string> {
  const { url } = await browser.ask<{ url: string }>('POST', '/sign-in/provider/start', {});
  const query = await provider.signIn(url, login);
  return await said(browser.answer('POST', '/sign-in/provider', { query, ...(invite && { invite }) }));
}

const isMember = async (browser: Browser) => (await browser.ask<Me>('GET', '/me')).account === true;

describe.each(Object.entries(ways))('with %s an account', (_name, keep) => {
  test('is made by everybody where registration is open', async () => {
    await to('open');
    const { browser } = await visit(server.url, 'Ann');
    expect(await keep(browser)).toBe('done');
    expect(await isMember(browser)).toBe(true);
  });

  test('takes an invitation where that is so, which nothing else is', async () => {
    await to('invite');
    const { token } = await invite();
    const { browser } = await visit(server.url, 'Ann');
    expect(await keep(browser)).toBe('invitation_needed');
    expect(await keep(browser, 'n'.repeat(22))).toBe('invite_over');
    expect(await isMember(browser)).toBe(false);
    expect(await keep(browser, token)).toBe('done');
    expect(await isMember(browser)).toBe(true);
  });

  test('is made by nobody where registration is closed, invited or not', async () => {
    await to('closed');
    const { token } = await invite();
    const { browser } = await visit(server.url, 'Ann');
    for (const by of [undefined, token]) expect(await keep(browser, by)).toBe('registration_closed');
    expect(await isMember(browser)).toBe(false);
  });
});

describe('the people of a provider', () => {
  test('count as invited, are refused where registration is closed, and sign in as ever', async () => {
    await to('invite');
    const { browser: ann } = await visit(server.url, 'Ann');
    expect(await byProvider(ann, 'ann')).toBe('done');
    await to('closed');
    const { browser: bo } = await visit(server.url, 'Bo');
    expect(await byProvider(bo, 'bo')).toBe('registration_closed');
    expect(await isMember(bo)).toBe(false);
    const { browser: again } = await visit(server.url);
    expect(await byProvider(again, 'ann')).toBe('done');
    expect((await again.ask<Me>('GET', '/me')).name).toBe('Ann');
  });
});

test('who has an account signs in, and makes another way in, in every mode', async () => {
  const { browser } = await visit(server.url, 'Ann');
  const { passkey } = await keepName(browser);
  for (const closed of ['invite', 'closed'] as const) {
    await to(closed);
    const { browser: other } = await visit(server.url);
    expect((await signIn(other, passkey)).name).toBe('Ann');
    await keepName(other);
  }
});

test('an invitation is good as often as it says, also when all come at once, and a name that is taken uses none up', async () => {
  await to('invite');
  const { token, invite: made } = await invite(1, 3);
  const taken = `somebody-${++people}`;
  const { browser: first } = await visit(server.url, 'First');
  await first.ask('PUT', '/account/password', { handle: taken, password, invite: token });
  const { browser: second } = await visit(server.url, 'Second');
  expect(
    await second.refusal('PUT', '/account/password', { handle: taken, password, invite: token }),
  ).toMatchObject({ code: 'conflict' });
  const { invites } = await admin.ask<{ invites: HouseInviteInfo[] }>('GET', '/house/invites');
  expect(invites.find(({ id }) => id === made.id)).toMatchObject({ used: 1, most: 3, by: 'Hana' });
  const crowd = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => visit(server.url, name)));
  const keep = ways['a password'];
  const became = await Promise.all(crowd.map(({ browser }) => keep?.(browser, token)));
  expect(became.sort()).toEqual(['done', 'done', 'invite_over', 'invite_over', 'invite_over']);
});

test('an invitation that has ended or was burned is none, and the log tells who made and ended it', async () => {
  await to('invite');
  const { token, invite: made } = await invite(null, null);
  const { entries: before } = await admin.ask<{ entries: AuditEntry[] }>('GET', '/house/log');
  expect(before[0]).toMatchObject({ action: 'houseInvited', by: { name: 'Hana' } });
  expect(JSON.stringify(before)).not.toContain(token);
  await admin.ask('DELETE', `/house/invites/${made.id}`);
  expect(await admin.refusal('DELETE', `/house/invites/${made.id}`)).toMatchObject({ code: 'not_found' });
  const { browser } = await visit(server.url, 'Late');
  expect(await ways['a password']?.(browser, token)).toBe('invite_over');
  const { entries } = await admin.ask<{ entries: AuditEntry[] }>('GET', '/house/log');
  expect(entries[0]).toMatchObject({ action: 'houseInviteBurned', by: { name: 'Hana' } });
});

test('the page is told what holds for whoever asks', async () => {
  await to('closed');
  const { browser } = await visit(server.url, 'Gus');
  expect(await browser.ask('GET', '/house')).toEqual({ registration: 'closed', lists: true });
});

test('the code of an admin is an invitation where registration is closed, and stays good until it is used', async () => {
  const store = new MemoryStore();
  const closed = await startServer({ store });
  const hana = await firstAdmin(closed);
  await hana.browser.ask('PUT', '/house/settings', { registration: 'closed' });
  const code = await makeAdminCode(store);
  const { browser } = await visit(closed.url, 'Owner');
  expect(await ways['a password']?.(browser, code)).toBe('done');
  expect(await browser.ask<Me>('POST', '/house/claim', { code })).toMatchObject({ house: 'admin' });
  await closed.close();
});
