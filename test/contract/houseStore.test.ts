import { beforeEach, expect, test } from 'vitest';
import { InviteId } from '../../protocol/ids.ts';
import { entryOf } from '../../server/moderation/AuditLog.ts';
import { randomId } from '../../server/rooms/Participant.ts';
import type { HouseInvite, HouseRoleRecord } from '../../server/store/HouseStore.ts';
import type { Store } from '../../server/store/Store.ts';
import { aGuest } from './storeSamples.ts';
import { eachStore } from './stores.ts';

const anEntry = (at = Date.now()) => ({ ...entryOf({ action: 'houseAdmin' }), at });
const aRole = (changes: Partial<HouseRoleRecord> = {}): HouseRoleRecord => ({
  userId: aGuest().id,
  role: 'moderator',
  by: null,
  since: 1_800_000_000_000,
  ...changes,
});

eachStore((opened) => {
  let store: Store;
  beforeEach(() => {
    store = opened.store;
  });
  const told = async () => (await store.audit.list({ rooms: null, count: 9 })).map(({ id }) => id);

  test('keeps of a secret what was given first, whoever gives at once', async () => {
    expect(await store.secrets.keep('house', 'first')).toBe('first');
    const [one, other] = await Promise.all(
      ['here', 'there'].map((value) => store.secrets.keep('other', value)),
    );
    expect(one).toBe(other);
    expect(await store.secrets.keep('house', 'second')).toBe('first');
  });

  test('keeps one role of somebody in the house, as it was given last, with a line of the log for each change', async () => {
    const [first, second] = [aRole(), aRole({ since: 1_700_000_000_000, by: aGuest().id })];
    const entries = [1, 2, 3, 4].map(() => anEntry());
    const [given, also, changed, taken] = entries;
    if (!given || !also || !changed || !taken) throw new Error('no entries');
    await store.house.give(first, given);
    await store.house.give(second, also);
    expect(await store.house.roles()).toEqual([second, first]);
    await store.house.give({ ...first, role: 'admin', since: 9 }, changed);
    expect(await store.house.roles()).toEqual([{ ...first, role: 'admin', since: 9 }, second]);
    await store.house.take(second.userId, taken);
    expect(await store.house.roles()).toEqual([{ ...first, role: 'admin', since: 9 }]);
    expect(await told()).toEqual(entries.map(({ id }) => id).reverse());
    await store.forget(first.userId);
    expect(await store.house.roles()).toEqual([]);
  });

  test('lets the only admin neither go nor become something else, even when two go at once', async () => {
    const [first, second] = [aRole({ role: 'admin' }), aRole({ role: 'admin' })];
    await store.house.give(first, anEntry());
    await store.house.give(second, anEntry());
    const before = await told();
    const outcomes = await Promise.allSettled([
      store.house.take(first.userId, anEntry()),
      store.house.give({ ...second, role: 'moderator' }, anEntry()),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'last_admin' } },
    ]);
    await expect(store.house.take(second.userId, anEntry())).rejects.toMatchObject({ code: 'last_admin' });
    expect(await store.house.roles()).toEqual([second]);
    expect(await told()).toHaveLength(before.length + 1);
    await store.house.take(aGuest().id, anEntry());
  });

  test('finds in the log what was done in the name of the house alone', async () => {
    const [ofHouse, ofRoom] = [anEntry(), { ...anEntry(), roomId: 'r'.repeat(22) as never }];
    for (const entry of [ofHouse, ofRoom]) await store.audit.add(entry);
    expect(await store.audit.list({ rooms: null, house: true, count: 9 })).toEqual([ofHouse]);
  });

  test('has one code at a time, good once and until its end, and of what was refused the log says nothing', async () => {
    const code = { digest: 'first', expiresAt: 1_000 };
    expect(await store.house.code()).toBeNull();
    await store.house.setCode({ digest: 'before', expiresAt: 1_000 }, anEntry());
    await store.house.setCode(code, anEntry());
    expect(await store.house.code()).toEqual(code);
    const before = await told();
    const refused = { code: 'admin_code_wrong' };
    await expect(store.house.claim('before', aRole(), anEntry(1))).rejects.toMatchObject(refused);
    await expect(store.house.claim('first', aRole(), anEntry(1_000))).rejects.toMatchObject(refused);
    expect(await told()).toEqual(before);
    const [first, second] = [aRole({ role: 'admin' }), aRole({ role: 'admin' })];
    const answers = await Promise.allSettled([
      store.house.claim('first', first, anEntry(999)),
      store.house.claim('first', second, anEntry(999)),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await store.house.roles()).toHaveLength(1);
    expect(await store.house.code()).toBeNull();
    expect(await told()).toHaveLength(before.length + 1);
  });

  test('keeps what was chosen for the house until it is chosen no more, with lines of the log', async () => {
    expect(await store.house.settings()).toEqual(new Map());
    await store.house.saveSettings({ registration: 'invite', roomCapacity: 12 }, anEntry());
    await store.house.saveSettings({ registration: null, roomCapacity: 13, listing: 'off' }, anEntry());
    expect(await store.house.settings()).toEqual(
      new Map<string, unknown>([
        ['roomCapacity', 13],
        ['listing', 'off'],
      ]),
    );
    expect(await told()).toHaveLength(2);
  });

  test('keeps invitations of the house, how many came by each, and nobody’s name who left', async () => {
    const by = aGuest();
    const invite = (createdAt: number): HouseInvite => ({
      ...{ id: InviteId.parse(randomId()), digest: randomId(), by: { id: by.id, name: by.name } },
      ...{ createdAt, expiresAt: null, most: 2, used: 0 },
    });
    const [first, second] = [invite(1), { ...invite(2), expiresAt: 9, most: null }];
    for (const one of [second, first]) await store.house.addInvite(one, anEntry());
    expect(await store.house.invites()).toEqual([first, second]);
    const over = { code: 'invite_over' };
    const counts = [1, 2, 3].map(() => store.house.countInvite(first.id, 1));
    expect(await Promise.allSettled(counts)).toMatchObject([{}, {}, { reason: over }]);
    await store.house.countInvite(first.id, -1);
    await store.house.countInvite(second.id, 1);
    await store.house.burnInvite(second.id, anEntry());
    await expect(store.house.countInvite(second.id, 1)).rejects.toMatchObject(over);
    await store.house.countInvite(second.id, -1);
    expect(await store.house.invites()).toEqual([{ ...first, used: 1 }]);
    await store.forget(by.id);
    expect(await store.house.invites()).toMatchObject([{ by: { id: by.id, name: '' } }]);
    expect(await told()).toHaveLength(3);
  });

  test('finds people by name or id, accounts first and guests by name, page by page', async () => {
    const named = (name: string) => ({ ...aGuest(), name });
    const [old, young, guest, other] = ['Quill Old', 'Quill Young', 'quill guest', '100% Quill'].map(named);
    if (!old || !young || !guest || !other) throw new Error('nobody');
    for (const [person, createdAt] of [
      [old, 1],
      [young, 2],
    ] as const) {
      const account = { id: person.id, handle: null, password: null, createdAt };
      await store.accounts.add(account, { person, passkey: null, codes: [] });
    }
    for (const person of [guest, other]) await store.guests.save(person);
    const login = { userId: old.id, device: '', createdAt: 5, digest: randomId() };
    await store.logins.add({ ...login, id: 'l'.repeat(22) as never, seenAt: 7 });
    await store.logins.add({ ...login, id: 'm'.repeat(22) as never, seenAt: 9, digest: randomId() });
    const names = async (text: string | undefined, skip = 0, count = 9) =>
      (await store.house.people({ text, skip, count })).map(({ person }) => person.name);
    expect(await names(undefined)).toEqual(['Quill Young', 'Quill Old', '100% Quill', 'quill guest']);
    expect(await names('QUILL', 1, 2)).toEqual(['Quill Old', '100% Quill']);
    expect(await names('0% q')).toEqual(['100% Quill']);
    expect(await names(guest.id)).toEqual(['quill guest']);
    expect(await store.house.people({ text: 'old', skip: 0, count: 9 })).toEqual([
      { person: old, since: 1, seenAt: 9 },
    ]);
    expect(await store.house.countPeople()).toEqual({ accounts: 2, guests: 2 });
  });

  test('finds people by capital letters beyond A to Z, and orders them by name over upper and lower case', async () => {
    const { store } = opened;
    for (const name of ['Юрий', 'ЯНА', 'Ärger', 'ändern', 'юлия'])
      await store.guests.save({ ...aGuest(), name });
    const names = async (text?: string) =>
      (await store.house.people({ text, skip: 0, count: 9 })).map(({ person }) => person.name);
    expect(await names('юрий')).toEqual(['Юрий']);
    expect(await names('ЮРИ')).toEqual(['Юрий']);
    expect(await names('яна')).toEqual(['ЯНА']);
    expect(await names('ärg')).toEqual(['Ärger']);
    expect(await names('ÄNDERN')).toEqual(['ändern']);
    expect(await names()).toEqual(['ändern', 'Ärger', 'юлия', 'Юрий', 'ЯНА']);
  });
});
