import { expect, test } from 'vitest';
import { Ties } from '../../../server/people/Ties.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { aGuest } from '../../contract/storeSamples.ts';

const [ann, bo, cy] = [aGuest().id, aGuest().id, aGuest().id];

test('R17: asking to be friends grants nothing until the other one agrees, and either may end it', async () => {
  const ties = await Ties.load(new MemoryStore().ties);
  await ties.tie(ann, bo, 'friend');
  expect([ties.friendsOf(ann), ties.friendsOf(bo)]).toEqual([[], []]);
  expect([ties.askedBy(ann), ties.asking(bo)]).toEqual([[bo], [ann]]);
  expect([ties.relation(ann, bo).friend, ties.relation(bo, ann).friend]).toEqual(['asked', 'asking']);
  await ties.tie(bo, ann, 'friend');
  expect([ties.friendsOf(ann), ties.friendsOf(bo)]).toEqual([[bo], [ann]]);
  expect([ties.askedBy(ann), ties.asking(bo)]).toEqual([[], []]);
  await ties.untie(ann, bo, 'friend');
  expect(ties.relation(bo, ann)).toEqual({ blocked: false, following: false, friend: 'none' });
});

test('R17: a request can be declined, and one that was withdrawn leaves nothing', async () => {
  const ties = await Ties.load(new MemoryStore().ties);
  await ties.tie(ann, bo, 'friend');
  await ties.untie(bo, ann, 'friend');
  expect(ties.askedBy(ann)).toEqual([]);
  await ties.tie(ann, cy, 'friend');
  await ties.untie(ann, cy, 'friend');
  expect(ties.asking(cy)).toEqual([]);
});

test('R18: following is one-way, and needs nobody to agree', async () => {
  const ties = await Ties.load(new MemoryStore().ties);
  await ties.tie(ann, bo, 'follow');
  await ties.follow(ann, 'chess', 'interest');
  expect(ties.of(ann, 'follow')).toEqual([bo]);
  expect(ties.followersOf(bo)).toEqual([ann]);
  expect([ties.of(bo, 'follow'), ties.friendsOf(ann)]).toEqual([[], []]);
  expect(ties.of(ann, 'interest')).toEqual(['chess']);
  await ties.unfollow(ann, 'chess', 'interest');
  expect(ties.of(ann, 'interest')).toEqual([]);
});

test('two are kept apart by either of them, until both take it back, and after a restart too', async () => {
  const store = new MemoryStore();
  const ties = await Ties.load(store.ties);
  const told: string[] = [];
  ties.on('apart', () => told.push('apart')).on('together', () => told.push('together'));
  await ties.tie(ann, bo, 'block');
  await ties.tie(bo, ann, 'block');
  await ties.untie(ann, bo, 'block');
  const later = await Ties.load(store.ties);
  expect([later.areApart(ann, bo), later.areApart(bo, ann), later.areApart(ann, cy)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(later.apartFrom(ann)).toEqual([bo]);
  await ties.untie(bo, ann, 'block');
  expect(ties.areApart(ann, bo)).toBe(false);
  expect(told).toEqual(['apart', 'apart', 'together']);
});

test('what the store cannot keep is not so', async () => {
  const store = new MemoryStore();
  const ties = await Ties.load(store.ties);
  await store.hold();
  await expect(ties.tie(ann, bo, 'follow')).rejects.toMatchObject({ code: 'draining' });
  expect(ties.of(ann, 'follow')).toEqual([]);
});

test('nobody is tied to themselves', async () => {
  const ties = await Ties.load(new MemoryStore().ties);
  for (const kind of ['block', 'follow', 'friend'] as const) {
    await expect(ties.tie(ann, ann, kind)).rejects.toMatchObject({ code: 'conflict' });
  }
});
