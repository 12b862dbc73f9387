import { expect, test } from 'vitest';
import { thumbSize } from '../../../client/components/files/thumbSize.ts';

test.each([
  ['wide', { width: 2048, height: 1024 }, 1, { width: 260, height: 130 }],
  ['high', { width: 1000, height: 2000 }, 1, { width: 110, height: 220 }],
  ['small', { width: 100, height: 50 }, 1, { width: 100, height: 50 }],
  ['like a thread', { width: 2048, height: 2 }, 1, { width: 260, height: 44 }],
  ['one of three', { width: 2048, height: 2 }, 3, { width: 124, height: 124 }],
])('a picture that is %s has its place before it is there', (_what, picture, count, place) => {
  expect(thumbSize(picture, count)).toEqual(place);
});
