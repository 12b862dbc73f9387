import { expect, test } from 'vitest';
import { shownBodies } from '../../../client/components/art/wall.ts';

const people = ['ann', 'bob', 'cem', 'dee'].map((id) => ({ id, avatar: id }));
const ids = (talking: string[], room: number) => shownBodies(people, talking, room).map(({ id }) => id);

test('the first people are shown while nobody or one of them talks', () => {
  expect(ids([], 2)).toEqual(['ann', 'bob']);
  expect(ids(['bob'], 2)).toEqual(['ann', 'bob']);
});

test('somebody who talks takes the last place in the picture', () => {
  expect(ids(['dee'], 2)).toEqual(['ann', 'dee']);
});

test('a voice of somebody unknown changes nothing', () => {
  expect(ids(['zoe'], 3)).toEqual(['ann', 'bob', 'cem']);
});
