import { expect, test } from 'vitest';
import { SharedScreens } from '../../../client/components/room/screens.svelte.ts';
import { sceneOf } from '../../../client/components/room/stage.ts';
import { aPerson, idOf } from './people.ts';

/** The names on the screens of a room in which these people share theirs, the large one first. */
function shown(screens: SharedScreens, sharing: readonly number[], self = 9): string[] {
  const people = [0, 1, 2, 3, 9].map((number) => aPerson(number, sharing.includes(number) ? ['screen'] : []));
  const scene = sceneOf(people, idOf(self), false);
  return screens.arrange(scene.screens, idOf(self)).map(({ person }) => person.name);
}

test('the screen that was shared last is large, whoever came to the room first', () => {
  const screens = new SharedScreens();
  expect(shown(screens, [])).toEqual([]);
  expect(shown(screens, [2])).toEqual(['P2']);
  expect(shown(screens, [0, 2])).toEqual(['P0', 'P2']);
  expect(shown(screens, [0, 2, 3])).toEqual(['P3', 'P2', 'P0']);
  expect(shown(screens, [0, 2])).toEqual(['P0', 'P2']);
});

test('the screen somebody chose stays large while it is there', () => {
  const screens = new SharedScreens();
  shown(screens, [1]);
  shown(screens, [1, 2]);
  screens.choose(idOf(1));
  expect(shown(screens, [1, 2])).toEqual(['P1', 'P2']);
  expect(shown(screens, [1, 2, 3])).toEqual(['P1', 'P2', 'P3']);
  expect(shown(screens, [2, 3])).toEqual(['P3', 'P2']);
});

test('the own screen takes the place of nobody else, unless one wants to see it', () => {
  const screens = new SharedScreens();
  expect(shown(screens, [9])).toEqual(['P9']);
  expect(shown(screens, [1, 9])).toEqual(['P1', 'P9']);
  screens.choose(idOf(9));
  expect(shown(screens, [1, 9])).toEqual(['P9', 'P1']);
});
