import { expect, test } from 'vitest';
import { InterestSlug } from '../../../protocol/ids.ts';
import { Kindred } from '../../../server/people/Kindred.ts';
import { Ties } from '../../../server/people/Ties.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { aGuest, aProfile } from '../../contract/storeSamples.ts';

async function house() {
  const store = new MemoryStore();
  const ties = await Ties.load(store.ties);
  const somebody = async (...slugs: string[]) => {
    const guest = aGuest();
    const interests = slugs.map((slug) => InterestSlug.parse(slug));
    await store.guests.save(guest);
    await store.profiles.save({ id: guest.id, since: 1, profile: aProfile({ interests }) });
    return guest.id;
  };
  return { store, ties, somebody };
}

test('R2: people like you share two interests or more, and those who share most come first', async () => {
  const { store, ties, somebody } = await house();
  const ann = await somebody('chess', 'baking', 'cycling');
  const close = await somebody('cycling', 'chess', 'film');
  const closest = await somebody('chess', 'baking', 'cycling', 'film');
  await somebody('chess', 'film');
  const kindred = await Kindred.load(store, ties);
  const found = await kindred.of(ann);
  expect(found.map(({ person }) => person.id)).toEqual([closest, close]);
  expect(found[1]?.shared).toEqual(['chess', 'cycling']);
  expect(await kindred.of(aGuest().id)).toEqual([]);
});

test('R2: whoever blocked or was blocked never appears, and comes back when that is over', async () => {
  const { store, ties, somebody } = await house();
  const [ann, bo] = [await somebody('chess', 'baking'), await somebody('chess', 'baking')];
  const kindred = await Kindred.load(store, ties);
  const seen = async () => [(await kindred.of(ann)).length, (await kindred.of(bo)).length];
  expect(await seen()).toEqual([1, 1]);
  await ties.tie(ann, bo, 'block');
  expect(await seen()).toEqual([0, 0]);
  await ties.untie(ann, bo, 'block');
  expect(await seen()).toEqual([1, 1]);
});

test('what somebody is into no longer brings nobody together', async () => {
  const { store, ties, somebody } = await house();
  const [ann, bo] = [await somebody('chess', 'baking'), await somebody('chess', 'baking')];
  const kindred = await Kindred.load(store, ties);
  kindred.note(bo, [InterestSlug.parse('chess')]);
  expect(await kindred.of(ann)).toEqual([]);
  kindred.note(bo, [InterestSlug.parse('chess'), InterestSlug.parse('baking')]);
  expect(await kindred.of(ann)).toHaveLength(1);
});
