import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Layout } from '../../../client/components/room/layout.svelte.ts';
import { isMuted, sceneOf } from '../../../client/components/room/stage.ts';
import { stripLength, windowGrid } from '../../../client/components/room/windowGrid.ts';
import { sources } from '../../../protocol/sources.ts';
import { aPerson, idOf } from './people.ts';

const crowd = fc
  .array(fc.subarray([...sources]), { minLength: 1, maxLength: 20 })
  .map((sending) => sending.map((sends, index) => aPerson(index, sends)));
const names = (people: readonly { name: string }[]) => people.map(({ name }) => name);

test('people with a camera are windows, the others voices, oneself the last of each', () => {
  const people = [aPerson(0, ['camera']), aPerson(1), aPerson(2, ['camera', 'microphone']), aPerson(3)];
  const scene = sceneOf(people, idOf(0), false);
  expect(names(scene.windows.map(({ person }) => person))).toEqual(['P2', 'P0']);
  expect(names(scene.voices)).toEqual(['P1', 'P3']);
  expect(sceneOf(people, idOf(0), true)).toMatchObject({ windows: [], voices: { length: 4 } });
});

test('everybody is shown exactly once, in a place that does not change because somebody speaks', () => {
  fc.assert(
    fc.property(crowd, fc.nat({ max: 19 }), fc.boolean(), (people, self, voicesOnly) => {
      const scene = sceneOf(people, idOf(self), voicesOnly);
      const shown = [...scene.windows.map(({ person }) => person), ...scene.voices];
      expect(names(shown).toSorted()).toEqual(names(people).toSorted());
      const muted = people.map((person) => ({
        ...person,
        producers: person.producers.map((p) => ({ ...p, paused: true })),
      }));
      const silent = sceneOf(muted, idOf(self), voicesOnly);
      expect(names(silent.windows.map(({ person }) => person))).toEqual(
        names(scene.windows.map(({ person }) => person)),
      );
    }),
  );
});

test('a person is muted without an open microphone', () => {
  expect(isMuted(aPerson(0))).toBe(true);
  expect(isMuted(aPerson(0, ['microphone'], true))).toBe(true);
  expect(isMuted(aPerson(0, ['microphone']))).toBe(false);
  expect(isMuted(aPerson(0, ['screenAudio', 'camera']))).toBe(true);
});

test('windows fit their area, keep to the smallest size, and none is left out over the pages', () => {
  const width = fc.integer({ min: 320, max: 3_000 });
  const height = fc.integer({ min: 200, max: 2_000 });
  fc.assert(
    fc.property(width, height, fc.integer({ min: 1, max: 60 }), (w, h, count) => {
      const { columns, rows, perPage, firstWide } = windowGrid({ width: w, height: h }, count);
      const onPhone = w < 560;
      expect(perPage).toBeGreaterThanOrEqual(1);
      expect(perPage).toBeLessThanOrEqual(Math.min(count, onPhone ? 6 : 16));
      const cells = perPage + (firstWide ? 1 : 0);
      expect(columns * rows).toBeGreaterThanOrEqual(cells);
      // No empty row, and no row that could be left out.
      expect(columns * (rows - 1)).toBeLessThan(cells);
      if (perPage <= (onPhone ? 2 : 1)) return;
      const [gap, minHeight] = onPhone ? [8, 132] : [12, 120];
      expect((h - gap * (rows - 1)) / rows).toBeGreaterThanOrEqual(minHeight);
      if (!onPhone) expect((w - gap * (columns - 1)) / columns).toBeGreaterThanOrEqual(168);
    }),
  );
});

test('on a phone the first of three is as wide as the other two', () => {
  expect(windowGrid({ width: 366, height: 500 }, 3)).toMatchObject({ columns: 2, rows: 2, firstWide: true });
  expect(windowGrid({ width: 366, height: 500 }, 4)).toMatchObject({ columns: 2, rows: 2, firstWide: false });
});

test('two people on a wide screen sit beside each other, on a phone one above the other', () => {
  expect(windowGrid({ width: 1_200, height: 600 }, 2)).toMatchObject({ columns: 2, rows: 1 });
  expect(windowGrid({ width: 360, height: 640 }, 2)).toMatchObject({ columns: 1, rows: 2 });
  expect(windowGrid({ width: 366, height: 150 }, 4)).toMatchObject({ columns: 2, rows: 1, perPage: 2 });
});

const pictures = [1, 2, 3].map((number) => {
  const person = aPerson(number, ['camera']);
  return { person, producer: person.producers[0] ?? ({} as never) };
});

test('the large picture is whoever spoke last, but does not change with every word', () => {
  const layout = new Layout('a-room');
  layout.choose('speaker');
  expect(layout.largeOf(pictures, idOf(9))).toEqual([idOf(1)]);
  layout.heard(idOf(2), 1_000);
  expect(layout.largeOf(pictures, idOf(9))).toEqual([idOf(2)]);
  layout.heard(idOf(3), 8_000);
  expect(layout.largeOf(pictures, idOf(9))).toEqual([idOf(2)]);
  layout.heard(idOf(3), 9_100);
  expect(layout.largeOf(pictures, idOf(9))).toEqual([idOf(3)]);
  layout.heard(null, 60_000);
  expect(layout.largeOf(pictures, idOf(9))).toEqual([idOf(3)]);
});

test('side by side are the two who spoke last, oneself only where there is nobody else', () => {
  const layout = new Layout('a-room');
  layout.choose('side');
  layout.heard(idOf(3), 1_000);
  layout.heard(idOf(2), 20_000);
  expect(layout.largeOf(pictures, idOf(9))).toEqual([idOf(2), idOf(3)]);
  expect(layout.largeOf(pictures, idOf(3))).toEqual([idOf(2), idOf(1)]);
  expect(layout.largeOf(pictures.slice(0, 2), idOf(1))).toEqual([idOf(2), idOf(1)]);
});

test('oneself is not shown large to oneself, one who left neither, and one kept large always', () => {
  const layout = new Layout('a-room');
  layout.choose('speaker');
  layout.heard(idOf(2), 1_000);
  expect(layout.largeOf(pictures, idOf(2))).toEqual([idOf(1)]);
  layout.togglePin(idOf(3));
  expect(layout.largeOf(pictures, idOf(2))).toEqual([idOf(3)]);
  expect(layout.largeOf(pictures.slice(0, 2), idOf(9))).toEqual([idOf(2)]);
  layout.choose('even');
  expect(layout.largeOf(pictures, idOf(9))).toEqual([]);
  expect(layout.largeOf(pictures.slice(0, 1), idOf(9))).toEqual([]);
});

test('whom a host shows to everybody is large in every layout, but for who keeps somebody else large', () => {
  const layout = new Layout('a-room');
  expect(layout.largeOf(pictures, idOf(9), idOf(2))).toEqual([idOf(2)]);
  layout.choose('side');
  expect(layout.largeOf(pictures, idOf(9), idOf(2))).toEqual([idOf(2), idOf(1)]);
  layout.choose('even');
  layout.togglePin(idOf(3));
  expect(layout.largeOf(pictures, idOf(9), idOf(2))).toEqual([idOf(3)]);
  expect(layout.inFocus(pictures, idOf(2))).toBe(idOf(3));
  layout.togglePin(idOf(3));
  expect(layout.largeOf(pictures, idOf(9), idOf(2))).toEqual([idOf(2)]);
  // Without a camera there is nothing to show large.
  expect(layout.largeOf(pictures, idOf(9), idOf(7))).toEqual([]);
});

test('beside a large window there is always place for one more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 200, max: 3_000 }),
      fc.integer({ min: 60, max: 2_000 }),
      (width, height) => {
        const length = stripLength({ width, height });
        expect(length).toBeGreaterThanOrEqual(1);
        if (width >= 560 && length > 1)
          expect((height - 12 * (length - 1)) / length).toBeGreaterThanOrEqual(104);
      },
    ),
  );
});
