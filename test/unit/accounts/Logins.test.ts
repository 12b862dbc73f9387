import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAccountParts } from '../../../server/accounts/accountParts.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { aGuest } from '../../contract/storeSamples.ts';

const dayMs = 86_400_000;
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function signedIn(secure = false) {
  const store = new MemoryStore();
  const { logins, identities } = createAccountParts(store, Buffer.alloc(32, 1), { secure });
  const { id } = aGuest();
  const { login, setCookie } = await logins.open(id, firefox);
  return { store, logins, identities, id, login, setCookie, cookie: setCookie.split(';')[0] };
}

test('a login is known by a secret of which nothing but a digest is kept', async () => {
  const { identities, id, login, cookie, setCookie } = await signedIn(true);
  expect(setCookie).toMatch(
    /^__Host-hobnob_login=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect(login).toMatchObject({ userId: id, device: 'Firefox, Linux' });
  expect(JSON.stringify(login)).not.toContain(cookie?.split('=')[1]);
  expect(await identities.identify(cookie)).toMatchObject({ id, loginId: login.id });
});

test('a login ends after ninety days without a visit, and goes on as long as there are some', async () => {
  const { logins, identities, cookie } = await signedIn();
  vi.advanceTimersByTime(60 * dayMs);
  expect(await logins.see(cookie)).toContain(cookie);
  expect(await logins.see(cookie)).toBeNull();
  vi.advanceTimersByTime(60 * dayMs);
  expect(await identities.identify(cookie)).not.toBeNull();
  vi.advanceTimersByTime(31 * dayMs);
  expect(await identities.identify(cookie)).toBeNull();
  expect(await logins.see(cookie)).toBeNull();
});

test('whoever signs in sweeps away what has been idle for too long', async () => {
  const { store, logins, id, login } = await signedIn();
  vi.advanceTimersByTime(91 * dayMs);
  await logins.open(aGuest().id, undefined);
  expect(await store.logins.find(login.digest)).toBeNull();
  expect(await logins.list(id)).toEqual([]);
});

test('a login that ended is not believed even where it was read before', async () => {
  const { store, logins, identities, id, login, cookie } = await signedIn();
  await logins.end(id, () => true);
  await store.logins.add(login);
  expect(await identities.identify(cookie)).toBeNull();
  expect(logins.hasEnded(login.id)).toBe(true);
});
