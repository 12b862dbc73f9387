import { expect, test } from 'vitest';
import { RaidWatch } from '../../../server/moderation/RaidWatch.ts';

/** Who comes how many seconds after the beginning, and what is said of it. */
function said(comings: readonly { at: number; guest: boolean }[]) {
  const watch = new RaidWatch();
  return comings.flatMap(({ at, guest }) => watch.note(guest, at * 1_000) ?? []);
}
const guests = (count: number, from: number, each: number) =>
  Array.from({ length: count }, (_, index) => ({ at: from + index * each, guest: true }));

test('many guests within a minute are told of once, and again after five', () => {
  expect(said(guests(20, 0, 1))).toEqual([{ came: 8, guests: 8 }]);
  expect(said([...guests(8, 0, 1), ...guests(8, 400, 1)])).toHaveLength(2);
});

test('people with accounts, and guests who come one after the other, are no raid', () => {
  expect(said(guests(20, 0, 10))).toEqual([]);
  const half = guests(20, 0, 1).map((coming, index) => ({ ...coming, guest: index % 2 === 0 }));
  expect(said(half)).toEqual([]);
});
