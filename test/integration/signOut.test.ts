import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AccountInfo } from '../../protocol/account.ts';
import { Browser } from '../support/account/Browser.ts';
import { keepName, signIn, visit as visitAt } from '../support/account/people.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const visit = (name?: string) => visitAt(server.url, name);

/** Somebody with an account, signed in with two browsers. */
async function withTwoBrowsers() {
  const { browser: home, me } = await visit('Priya');
  const { passkey } = await keepName(home);
  const { browser: cafe } = await visit();
  await signIn(cafe, passkey);
  return { home, cafe, me };
}

const connect = (browser: Browser) => server.client({ cookie: browser.cookie });

/** How long it takes until a connection ends, from now. */
async function untilEnd(ended: Promise<void>, act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await Promise.all([ended, act()]);
  return performance.now() - began;
}

test('signing everybody else out ends their live sockets within a second, and leaves this one', async () => {
  const { home, cafe, me } = await withTwoBrowsers();
  const [here, there, tab] = [await connect(home), await connect(cafe), await connect(cafe)];
  const both = Promise.all([there.disconnected(), tab.disconnected()]).then(() => undefined);
  const spent = await untilEnd(both, () => home.ask('DELETE', '/account/logins', {}));
  expect(spent).toBeLessThan(1_000);
  expect(here.socket.connected).toBe(true);
  expect((await home.ask<AccountInfo>('GET', '/account')).logins).toMatchObject([{ current: true }]);

  const again = await connect(cafe);
  expect((await again.count('server:welcome', 1))[0]?.userId).toBeNull();
  expect(await cafe.ask('GET', '/me')).not.toMatchObject({ id: me.id });
});

test('signing one out ends what it sends into a room, and frees the seat for nobody else', async () => {
  const { home, cafe } = await withTwoBrowsers();
  const host = await server.person('Ann');
  const room = await host.openRoom();
  await host.join(room.slug);
  const there = await connect(cafe);
  const { selfId } = await there.join(room.slug);
  const left = host.next('room:participantLeft');
  const { logins } = await home.ask<AccountInfo>('GET', '/account');
  const other = logins.find(({ current }) => !current);
  const spent = await untilEnd(there.disconnected(), () =>
    home.ask('DELETE', `/account/logins/${other?.id}`, {}),
  );
  expect(spent).toBeLessThan(1_000);
  expect(await left).toMatchObject({ id: selfId });
});

test('a seat whose socket is lost ends with the login too', async () => {
  const { home, cafe } = await withTwoBrowsers();
  const host = await server.person('Ann');
  const room = await host.openRoom();
  await host.join(room.slug);
  const there = await connect(cafe);
  const { selfId, seatToken } = await there.join(room.slug);
  const lost = host.next('room:participantChanged', ({ connected }) => connected === false);
  await there.drop();
  await lost;
  const left = host.next('room:participantLeft');
  await home.ask('DELETE', '/account/logins', {});
  expect(await left).toMatchObject({ id: selfId });
  const thief = await connect(cafe);
  await expect(thief.join(room.slug, { seatToken })).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('signing out here ends this login alone, and its socket', async () => {
  const { home, cafe, me } = await withTwoBrowsers();
  const [here, there] = [await connect(home), await connect(cafe)];
  expect(await untilEnd(here.disconnected(), () => home.ask('POST', '/sign-out', {}))).toBeLessThan(1_000);
  expect(home.cookie).not.toContain('hobnob_login');
  expect(await home.ask('GET', '/me')).toMatchObject({ account: false });
  expect(await cafe.ask('GET', '/me')).toMatchObject({ id: me.id, account: true });
  expect(there.socket.connected).toBe(true);
});

test('the sockets of the guest end when the name is kept, and come back to the same seat', async () => {
  const { browser, me } = await visit('Priya');
  const guest = await connect(browser);
  const room = await guest.openRoom();
  const { selfId, seatToken } = await guest.join(room.slug);
  expect(await untilEnd(guest.disconnected(), () => keepName(browser))).toBeLessThan(1_500);
  const member = await connect(browser);
  const back = await member.join(room.slug, { seatToken });
  expect(back.selfId).toBe(selfId);
  expect(back.participants).toMatchObject([{ userId: me.id, name: 'Priya', role: 'owner' }]);
});

test('whoever signs in where a guest was takes the sockets of that guest along, in every tab', async () => {
  const { browser: home, me } = await visit('Priya');
  const { passkey } = await keepName(home);
  const { browser: cafe, me: guest } = await visit();
  const tab = await connect(cafe);
  expect((await tab.count('server:welcome', 1))[0]?.userId).toBe(guest.id);
  expect(await untilEnd(tab.disconnected(), () => signIn(cafe, passkey))).toBeLessThan(1_500);
  const again = await connect(cafe);
  expect((await again.count('server:welcome', 1))[0]?.userId).toBe(me.id);
});

test('a guest talks, keeps the name with one tap, and is known again after a restart of the server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-account-'));
  const options = { folder };
  const first = await startServer(options);
  const { browser, me } = await visitAt(first.url, 'Priya');
  const guest = await first.client({ cookie: browser.cookie });
  const room = await guest.openRoom({ lasting: true });
  await guest.join(room.slug);
  await guest.request('chat:send', { text: 'Saturn is up', clientMessageId: 'x'.repeat(22) });
  const { passkey } = await keepName(browser);
  await first.close();

  const second = await startServer(options);
  const same = new Browser(second.url);
  same.plant(browser.cookie);
  expect(await same.ask('GET', '/me')).toEqual({ ...me, account: true });
  const elsewhere = new Browser(second.url);
  expect(await signIn(elsewhere, passkey)).toEqual({ ...me, account: true });
  const back = await second.client({ cookie: elsewhere.cookie });
  const { messages, participants } = await back.join(room.slug);
  expect(messages).toMatchObject([{ author: { id: me.id, name: 'Priya' }, text: 'Saturn is up' }]);
  expect(participants).toMatchObject([{ userId: me.id, role: 'owner' }]);
  await second.close();
  rmSync(folder, { recursive: true });
});
