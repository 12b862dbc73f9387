import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bendOf, frontRowFirst, seatRows } from '../../../client/components/stage/seating.ts';

const anAudience = fc.record({
  people: fc.nat({ max: 700 }).map((count) => Array.from({ length: count }, (_, index) => index)),
  crowd: fc.nat({ max: 5_000 }),
  width: fc.integer({ min: 0, max: 2_000 }),
  rows: fc.integer({ min: 1, max: 3 }),
});

test('everybody has one seat, in their order, or is counted', () => {
  fc.assert(
    fc.property(anAudience, ({ people, crowd, width, rows }) => {
      const seated = seatRows(people, people.length + crowd, width, rows);
      const seats = seated.rows.flatMap((row) => row.people);
      expect(seats).toEqual(people.slice(0, seats.length));
      expect(seats.length + seated.rest).toBe(people.length + crowd);
      for (const row of seated.rows.filter(() => width >= 44)) {
        expect(row.people.length * (row.size + 4)).toBeLessThanOrEqual(width);
      }
    }),
  );
});

test('rows bend up to both sides alike, and no further however long they are', () => {
  for (const count of [1, 2, 9, 21, 45]) {
    const bends = Array.from({ length: count }, (_, place) => bendOf(place, count));
    expect(bends).toEqual(bends.toReversed());
    expect(Math.min(...bends)).toBeGreaterThanOrEqual(-18);
    expect(Math.max(...bends)).toBeLessThanOrEqual(0);
  }
});

test('in front sit raised hands, then those one knows, also of the crowd, and nobody sits twice', () => {
  const face = (id: string, handRaisedAt: number | null = null) => ({
    ...{ id, userId: `user of ${id}`, avatar: `drawing of ${id}`, handRaisedAt },
  });
  const audience = [face('Late hand', 2), face('Stranger'), face('Friend')];
  const friendInCrowd = { id: 'user of Friend in the crowd', avatar: 'drawing of Cy' };
  const crowd = [face('Bo'), face('Cy')];
  const seated = frontRowFirst(audience, new Set(['user of Friend']), [friendInCrowd, friendInCrowd], crowd);
  expect(seated.map(({ id }) => id)).toEqual(['Late hand', 'Friend', friendInCrowd.id, 'Stranger', 'Bo']);
});
