import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Seating } from '../../../client/components/room/Seating.ts';
import { idOf } from './people.ts';

const people = (count: number) => Array.from({ length: count }, (_, number) => idOf(number));
const first = { page: 0, perPage: 4 };

test('people sit down in the order in which they came, and stay when others come', () => {
  const seating = new Seating();
  expect(seating.arrange(people(6), first, null, 0)).toEqual(people(6));
  expect(seating.arrange([idOf(9), ...people(6)], first, null, 0)).toEqual([...people(6), idOf(9)]);
});

test('the place of one who left is taken by who comes, else by who sits last: nobody else moves', () => {
  const seating = new Seating();
  seating.arrange(people(6), first, null, 0);
  const without1 = people(6).filter((id) => id !== idOf(1));
  expect(seating.arrange(without1, first, null, 0)).toEqual([0, 5, 2, 3, 4].map(idOf));
  const without2 = [...without1.filter((id) => id !== idOf(2)), idOf(7)];
  expect(seating.arrange(without2, first, null, 0)).toEqual([0, 5, 7, 3, 4].map(idOf));
});

test('who talks on another page changes places with whoever of this one was silent longest', () => {
  const seating = new Seating();
  for (const [number, now] of [3, 0, 1].entries())
    seating.arrange(people(6), first, idOf(now), 1_000 + number);
  // 2 never spoke.
  expect(seating.arrange(people(6), first, idOf(5), 10_000)).toEqual([0, 1, 5, 3, 4, 2].map(idOf));
});

test('talkers are fetched from other pages at most once in eight seconds', () => {
  const seating = new Seating();
  seating.arrange(people(6), first, idOf(4), 10_000);
  const before = seating.arrange(people(6), first, null, 10_000);
  expect(seating.arrange(people(6), first, idOf(5), 17_000)).toEqual(before);
  expect(seating.arrange(people(6), first, idOf(5), 18_100)).not.toEqual(before);
});

test('whoever turns the page sees who sits there', () => {
  const seating = new Seating();
  seating.arrange(people(8), first, idOf(1), 10_000);
  expect(seating.arrange(people(8), { page: 1, perPage: 4 }, idOf(1), 20_000)).toEqual(people(8));
});

test('everybody has one place, and a talker in sight moves nobody', () => {
  const step = fc.record({
    who: fc.uniqueArray(fc.nat({ max: 30 })),
    page: fc.nat({ max: 3 }),
    talker: fc.nat({ max: 30 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const seating = new Seating();
      let now = 0;
      for (const { who, page, talker } of steps) {
        now += 5_000;
        const present = who.map(idOf);
        const order = seating.arrange(present, { page, perPage: 5 }, idOf(talker), now);
        expect(order.toSorted()).toEqual(present.toSorted());
        const inSight = order[page * 5];
        if (inSight)
          expect(seating.arrange(present, { page, perPage: 5 }, inSight, now + 60_000)).toEqual(order);
      }
    }),
  );
});
