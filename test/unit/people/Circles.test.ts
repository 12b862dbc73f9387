import { expect, test } from 'vitest';
import type { UserId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { createLogger } from '../../../server/log.ts';
import { Circles } from '../../../server/people/Circles.ts';
import { Ties } from '../../../server/people/Ties.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { aGuest } from '../../contract/storeSamples.ts';

const [ann, bo, cy] = [aGuest().id, aGuest().id, aGuest().id];

async function openWith(store = new MemoryStore()) {
  const ties = await Ties.load(store.ties);
  return {
    store,
    ties,
    circles: await Circles.load({ store: store.circles, ties, log: createLogger('silent') }),
  };
}

test('R15: somebody is in a circle until they are taken out, and after a restart too', async () => {
  const { store, circles } = await openWith();
  const { id } = await circles.make(ann, 'Climbers');
  await circles.add(ann, id, bo);
  expect(await circles.add(ann, id, bo)).toEqual({ id, name: 'Climbers', people: [bo] });
  await circles.add(ann, id, cy);
  await circles.remove(ann, id, cy);
  await circles.remove(ann, id, cy);
  const later = (await openWith(store)).circles;
  expect(later.of(ann)).toEqual([{ id, name: 'Climbers', people: [bo] }]);
  expect([later.have(ann, [id], bo), later.have(ann, [id], cy), later.have(ann, [], bo)]).toEqual([
    true,
    false,
    false,
  ]);
  await later.drop(ann, id);
  expect(later.have(ann, [id], bo)).toBe(false);
});

test("R15: another one's circle is none, whatever one knows of it", async () => {
  const { circles } = await openWith();
  const { id } = await circles.make(ann, 'Climbers');
  const tries = [
    circles.rename(bo, id, 'Mine'),
    circles.drop(bo, id),
    circles.add(bo, id, cy),
    circles.remove(bo, id, cy),
  ];
  for (const tried of tries) await expect(tried).rejects.toMatchObject({ code: 'not_found' });
  await circles.add(ann, id, cy);
  expect(circles.have(bo, [id], cy)).toBe(false);
  expect(circles.of(bo)).toEqual([]);
});

test("a block takes each out of the other's circles, on the disk too, and lets neither in again", async () => {
  const { store, circles, ties } = await openWith();
  const told: UserId[] = [];
  const [hers, his] = [await circles.make(ann, 'Hers'), await circles.make(bo, 'His')];
  await circles.add(ann, hers.id, bo);
  await circles.add(ann, hers.id, cy);
  await circles.add(bo, his.id, ann);
  circles.on('changed', (owner) => told.push(owner));
  await ties.tie(ann, bo, 'block');
  expect(told.toSorted()).toEqual([ann, bo].toSorted());
  expect(new Set((await store.circles.list()).flatMap((circle) => circle.people))).toEqual(new Set([cy]));
  await expect(circles.add(ann, hers.id, bo)).rejects.toMatchObject({ code: 'conflict' });
  // Who was blocked is not told so.
  expect(await circles.add(bo, his.id, ann)).toEqual({ ...his, people: [] });
});

test('nobody puts themselves into a circle, nor makes more circles than there may be', async () => {
  const { circles } = await openWith();
  const { id } = await circles.make(ann, 'One');
  await expect(circles.add(ann, id, ann)).rejects.toMatchObject({ code: 'conflict' });
  for (let count = 1; count < limits.circles; count++) await circles.make(ann, `Circle ${count}`);
  await expect(circles.make(ann, 'One too many')).rejects.toMatchObject({ code: 'too_large' });
});

test('what the store cannot keep is not so, and two changes at once both count', async () => {
  const { store, circles } = await openWith();
  const { id } = await circles.make(ann, 'Climbers');
  await Promise.all([circles.add(ann, id, bo), circles.add(ann, id, cy)]);
  expect((await store.circles.list())[0]?.people.toSorted()).toEqual([bo, cy].toSorted());
  await store.hold();
  await expect(circles.remove(ann, id, bo)).rejects.toMatchObject({ code: 'draining' });
  await expect(circles.make(ann, 'Others')).rejects.toMatchObject({ code: 'draining' });
  expect(circles.have(ann, [id], bo)).toBe(true);
  expect(circles.of(ann)).toHaveLength(1);
});
