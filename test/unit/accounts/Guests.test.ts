import { expect, test } from 'vitest';
import { PersonName } from '../../../protocol/people.ts';
import { createAccountParts } from '../../../server/accounts/accountParts.ts';
import { suggestName } from '../../../server/accounts/suggestName.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { aGuest } from '../../contract/storeSamples.ts';

function createGuests() {
  const store = new MemoryStore();
  return { store, ...createAccountParts(store, Buffer.alloc(32, 1), { secure: false }) };
}

test('a new guest has a name in the language asked for, and keeps it', async () => {
  const { guests, identities } = createGuests();
  const { me, setCookie } = guests.create('zh');
  const claim = await identities.identify(setCookie.split(';')[0]);
  if (!claim) throw new Error('The cookie was not understood.');
  expect(me).toEqual({
    id: claim.id,
    name: suggestName(claim.id, 'zh'),
    avatar: claim.id,
    named: false,
    account: false,
  });
  expect(me.name).toMatch(/^\p{Script=Han}+$/u);
  expect(await guests.me(claim)).toEqual(me);
});

test('a guest is written down only after changing something', async () => {
  const { store, guests } = createGuests();
  const claim = { id: aGuest().id, language: 'en', loginId: null } as const;
  await guests.person(claim);
  expect(await store.guests.find(claim.id)).toBeNull();

  const painted = await guests.change(claim, { avatar: 'other' });
  expect(painted).toMatchObject({ avatar: 'other', named: false });
  const named = await guests.change(claim, { name: 'Priya' });
  expect(named).toEqual({ id: claim.id, name: 'Priya', avatar: 'other', named: true, account: false });
  expect(await guests.me(claim)).toEqual(named);
  expect(await guests.person(claim)).toEqual({ id: claim.id, name: 'Priya', avatar: 'other' });
});

test('suggested names are many, and fit for a name, in each language', () => {
  for (const language of ['en', 'zh'] as const) {
    const names = Array.from({ length: 3000 }, () => suggestName(aGuest().id, language));
    expect(new Set(names).size).toBeGreaterThan(1400);
    for (const name of names) expect(PersonName.parse(name)).toBe(name);
  }
  const id = aGuest().id;
  expect(suggestName(id, 'en')).toBe(suggestName(id, 'en'));
  expect(suggestName(id, 'en')).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
});

test('only another name or picture is news, and whoever changes nothing is written down all the same', async () => {
  const { store, guests } = createGuests();
  const claim = { id: aGuest().id, language: 'en', loginId: null } as const;
  const news: string[] = [];
  guests.on('changed', ({ name, picture }) => news.push(`${name} ${picture ?? 'drawn'}`));
  const { name } = await guests.change(claim, {});
  expect(await store.guests.find(claim.id)).toMatchObject({ name });
  await guests.setPicture(claim, null);
  await guests.change(claim, { name });
  expect(news).toEqual([]);
  await guests.change(claim, { name: 'Priya' });
  await guests.setPicture(claim, 'f'.repeat(32));
  expect(news).toEqual(['Priya drawn', `Priya ${'f'.repeat(32)}`]);
});
