import { expect, test } from 'vitest';
import { houseLayout } from '../../../client/components/home/houseLayout.ts';

const quiet = ['chess', 'books', 'film', 'birding', 'retro', 'synths', 'vinyl'];
const rooms = (...counts: number[]) => counts.map((count) => ({ count }));

function windows(...counts: number[]) {
  const { attic, floors } = houseLayout(rooms(...counts), quiet);
  return { attic, floors, all: [attic, ...floors.flat()] };
}

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 12])('a house of %i live rooms stands whole', (live) => {
  const { floors, all } = windows(...Array.from({ length: live }, (_, index) => 12 - index));
  for (const floor of floors) {
    expect(floor.reduce((sum, { width }) => sum + width, 0)).toBe(12);
    expect(Math.min(...floor.map(({ width }) => width))).toBeGreaterThanOrEqual(3);
  }
  const widths = floors.map((floor) => floor.map(({ width }) => width).join());
  expect(new Set(widths).size).toBe(floors.length);
  expect(all.filter((cell) => cell?.kind === 'room')).toHaveLength(Math.min(live, 8));
  expect(all.filter((cell) => cell?.kind === 'door')).toHaveLength(1);
});

test.each([4, 5, 6, 7, 8])('with %i live rooms at most one window is unlit', (live) => {
  const { all } = windows(...Array.from({ length: live }, () => 5));
  expect(all.filter((cell) => cell?.kind === 'quiet').length).toBeLessThanOrEqual(1);
});

test('the fullest room is in the attic and the next one has the widest window', () => {
  const { attic, floors } = windows(11, 9, 5, 2, 1);
  expect(attic).toMatchObject({ kind: 'room', room: { count: 11 } });
  expect(floors.flat().find(({ width }) => width === 8)).toMatchObject({ room: { count: 9 } });
});

test('on a phone, windows beside each other leave no gap', () => {
  for (let live = 0; live <= 8; live += 1) {
    const { floors } = windows(...Array.from({ length: live }, () => 3));
    const columns = floors
      .flat()
      .filter(({ kind }) => kind !== 'door')
      .reduce((sum, { wide }) => sum + (wide ? 2 : 1), 0);
    expect(columns % 2).toBe(0);
  }
});

test('no interest is shown twice', () => {
  const shown = windows(3).all.flatMap((cell) => (cell?.kind === 'quiet' ? cell.interest : []));
  expect(new Set(shown).size).toBe(shown.length);
});
