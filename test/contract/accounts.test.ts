import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { LoginId, PasskeyId } from '../../protocol/ids.ts';
import type { AccountRecord, LoginRecord, PasskeyRecord } from '../../server/store/AccountStore.ts';
import type { Store } from '../../server/store/Store.ts';
import { aGuest } from './storeSamples.ts';
import { eachStore } from './stores.ts';

const randomId = () => randomBytes(16).toString('base64url');

function anAccount(changes: Partial<AccountRecord> = {}): AccountRecord {
  return { id: aGuest().id, handle: null, password: null, createdAt: 1_800_000_000_000, ...changes };
}

function aPasskey(userId: AccountRecord['id'], changes: Partial<PasskeyRecord> = {}): PasskeyRecord {
  return {
    id: PasskeyId.parse(randomId()),
    userId,
    credentialId: randomId(),
    name: 'Chrome, Linux',
    publicKey: randomId(),
    counter: 0,
    transports: ['internal', 'hybrid'],
    createdAt: 1_800_000_000_000,
    usedAt: null,
    ...changes,
  };
}

function aLogin(userId: AccountRecord['id'], changes: Partial<LoginRecord> = {}): LoginRecord {
  return {
    id: LoginId.parse(randomId()),
    userId,
    digest: randomId(),
    device: 'Firefox, Windows',
    createdAt: 1_800_000_000_000,
    seenAt: 1_800_000_000_000,
    ...changes,
  };
}

eachStore((opened) => {
  let store: Store;
  beforeEach(async () => {
    store = opened.store;
  });

  /** Somebody with an account and one passkey. */
  async function somebody(codes: readonly string[] = []) {
    const account = anAccount();
    const passkey = aPasskey(account.id);
    const person = { id: account.id, name: 'Priya', avatar: 'seed' };
    await store.accounts.add(account, { person, passkey, codes });
    return { account, passkey, person };
  }

  test('keeps an account with its person, first passkey and codes', async () => {
    const { account, passkey, person } = await somebody(['one', 'two']);
    expect(await store.accounts.find(account.id)).toEqual(account);
    expect(await store.accounts.passkeys(account.id)).toEqual([passkey]);
    expect(await store.accounts.findPasskey(passkey.credentialId)).toEqual(passkey);
    expect(await store.accounts.countCodes(account.id)).toBe(2);
    expect(await store.guests.find(account.id)).toEqual(person);
    expect(await store.accounts.find(aGuest().id)).toBeNull();
    expect(await store.accounts.findPasskey('unknown')).toBeNull();
  });

  test('keeps nothing of an account that is there, or whose passkey or handle is', async () => {
    const { account, passkey, person } = await somebody();
    const again = { person: { ...person, name: 'Mallory' }, passkey: null, codes: ['x'] };
    const conflict = { code: 'conflict' };
    await expect(store.accounts.add(account, again)).rejects.toMatchObject(conflict);
    expect(await store.guests.find(account.id)).toEqual(person);
    await store.accounts.setPassword(account.id, 'priya', 'hashed');

    const other = anAccount();
    const stolen = aPasskey(other.id, { credentialId: passkey.credentialId });
    const its = { person: { ...person, id: other.id }, codes: ['y'] };
    await expect(store.accounts.add(other, { ...its, passkey: stolen })).rejects.toMatchObject(conflict);
    const named = { ...other, handle: 'priya', password: 'hashed' };
    await expect(store.accounts.add(named, { ...its, passkey: null })).rejects.toMatchObject(conflict);
    expect(await store.accounts.find(other.id)).toBeNull();
    expect(await store.accounts.useCode('y')).toBeNull();
  });

  test('finds by handle, and gives no handle to two', async () => {
    const [{ account }, { account: other }] = [await somebody(), await somebody()];
    await store.accounts.setPassword(account.id, 'priya', 'hashed');
    expect(await store.accounts.findByHandle('priya')).toEqual({
      ...account,
      handle: 'priya',
      password: 'hashed',
    });
    await expect(store.accounts.setPassword(other.id, 'priya', 'x')).rejects.toMatchObject({
      code: 'conflict',
    });
    await store.accounts.setPassword(account.id, 'priya', 'hashed anew');
    expect(await store.accounts.findByHandle('priya')).toMatchObject({ password: 'hashed anew' });
    const nobody = store.accounts.setPassword(aGuest().id, 'nobody', 'x');
    await expect(nobody).rejects.toMatchObject({ code: 'not_found' });
  });

  test('never removes the last way in, not even when two go at once', async () => {
    const { account, passkey } = await somebody();
    const second = aPasskey(account.id, { createdAt: passkey.createdAt + 1 });
    await store.accounts.addPasskey(second);
    const both = [passkey, second].map(({ id }) => store.accounts.removePasskey(account.id, id));
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [last] = await store.accounts.passkeys(account.id);
    expect(last).toBeDefined();
    await store.accounts.setPassword(account.id, 'priya', 'hashed');
    if (last) await store.accounts.removePasskey(account.id, last.id);
    expect(await store.accounts.passkeys(account.id)).toEqual([]);
    await expect(store.accounts.removePassword(account.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.accounts.findByHandle('priya')).not.toBeNull();
    await store.accounts.addPasskey(aPasskey(account.id));
    await store.accounts.removePassword(account.id);
    expect(await store.accounts.find(account.id)).toEqual(account);
  });

  test('changes passkeys, and removes nobody else’s', async () => {
    const [{ account, passkey }, { account: other }] = [await somebody(), await somebody()];
    await store.accounts.changePasskey(passkey.id, { counter: 7, usedAt: 5 });
    await store.accounts.changePasskey(passkey.id, { name: 'Blue key' });
    const changed = { ...passkey, counter: 7, usedAt: 5, name: 'Blue key' };
    await store.accounts.removePasskey(other.id, passkey.id);
    expect(await store.accounts.passkeys(account.id)).toEqual([changed]);
    const orphan = store.accounts.addPasskey(aPasskey(aGuest().id));
    await expect(orphan).rejects.toMatchObject({ code: 'not_found' });
  });

  test('knows whom a provider means, and lets nobody take over who that is', async () => {
    const [{ account }, { account: other }] = [await somebody(), await somebody()];
    const identity = { issuer: 'https://id.example', subject: 'priya' };
    await store.accounts.addProvider(account.id, identity);
    expect(await store.accounts.findByProvider(identity)).toBe(account.id);
    const taken = store.accounts.addProvider(other.id, identity);
    await expect(taken).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.accounts.findByProvider({ ...identity, issuer: 'https://other.example' })).toBeNull();

    const third = anAccount();
    const way = { person: { id: third.id, name: 'Cy', avatar: 'seed' }, passkey: null, codes: [] };
    const begun = store.accounts.add(third, { ...way, provider: identity });
    await expect(begun).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.accounts.find(third.id)).toBeNull();
    await store.accounts.add(third, { ...way, provider: { ...identity, subject: 'cy' } });
    expect(await store.accounts.findByProvider({ ...identity, subject: 'cy' })).toBe(third.id);
  });

  test('forgets a provider where there is another way in', async () => {
    const [{ account }, { account: other }] = [await somebody(), await somebody()];
    const only = anAccount();
    const person = { id: only.id, name: 'Cy', avatar: 'seed' };
    const identity = (subject: string) => ({ issuer: 'https://id.example', subject });
    await store.accounts.add(only, { person, passkey: null, codes: [], provider: identity('cy') });
    await expect(store.accounts.removeProviders(only.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.accounts.findByProvider(identity('cy'))).toBe(only.id);
    for (const [owner, subject] of [
      [account, 'priya'],
      [other, 'bo'],
    ] as const) {
      await store.accounts.addProvider(owner.id, identity(subject));
    }
    await store.accounts.removeProviders(account.id);
    await store.accounts.removeProviders(account.id);
    expect(await store.accounts.findByProvider(identity('priya'))).toBeNull();
    expect(await store.accounts.hasProvider(account.id)).toBe(false);
    expect(await store.accounts.hasProvider(other.id)).toBe(true);
  });

  test('takes a recovery code once, and new ones replace all before', async () => {
    const [{ account }, { account: other }] = [await somebody(['a', 'b', 'c']), await somebody(['d'])];
    const uses = await Promise.all([1, 2, 3].map(() => store.accounts.useCode('a')));
    expect(uses.filter((id) => id !== null)).toEqual([account.id]);
    expect(await store.accounts.countCodes(account.id)).toBe(2);
    await store.accounts.setCodes(account.id, ['e']);
    expect(await store.accounts.useCode('b')).toBeNull();
    expect(await store.accounts.useCode('e')).toBe(account.id);
    expect(await store.accounts.useCode('d')).toBe(other.id);
  });

  test('keeps logins, the one seen last first, and removes those of their owner alone', async () => {
    const [{ account }, { account: other }] = [await somebody(), await somebody()];
    const [first, second] = [aLogin(account.id), aLogin(account.id, { seenAt: 1_800_000_000_001 })];
    for (const login of [first, second]) await store.logins.add(login);
    expect(await store.logins.find(first.digest)).toEqual(first);
    expect(await store.logins.list(account.id)).toEqual([second, first]);
    await store.logins.see(first.id, 1_800_000_000_002);
    await store.logins.rotate(first.id, 'another');
    const seen = { ...first, seenAt: 1_800_000_000_002, digest: 'another' };
    expect(await store.logins.find(first.digest)).toBeNull();
    expect(await store.logins.find('another')).toEqual(seen);
    await store.logins.remove(other.id, [first.id, second.id]);
    expect(await store.logins.list(account.id)).toEqual([seen, second]);
    await store.logins.remove(account.id, [first.id]);
    expect(await store.logins.list(account.id)).toEqual([second]);
    await store.logins.removeIdle(second.seenAt);
    expect(await store.logins.list(account.id)).toEqual([second]);
    await store.logins.removeIdle(second.seenAt + 1);
    expect(await store.logins.list(account.id)).toEqual([]);
  });
});
