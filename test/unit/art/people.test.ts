import { expect, test } from 'vitest';
import { type Drawing, toSvg } from '../../../art/drawing.ts';
import { headwear } from '../../../art/headwear.ts';
import { avatar, figure } from '../../../art/people.ts';
import { haircuts, person } from '../../../art/person.ts';
import { tops } from '../../../art/tops.ts';

const looks = Array.from({ length: 2000 }, (_, index) => person(`guest-${index}`));

test('the same seed is the same person, for ever', () => {
  expect(toSvg(avatar('Blue Otter'))).toBe(toSvg(avatar('Blue Otter')));
  expect(person('Blue Otter')).toMatchObject({ skin: 'ebony', hair: 'bald' });
});

test('five hundred seeds are more than two hundred different people', () => {
  const different = new Set(looks.slice(0, 500).map((look) => JSON.stringify({ ...look, hue: 0, turn: 0 })));
  expect(different.size).toBeGreaterThan(200);
});

test('every haircut, garment and headwear is worn by somebody', () => {
  expect(new Set(looks.map(({ hair }) => hair))).toEqual(new Set(Object.keys(haircuts)));
  expect(new Set(looks.map(({ top }) => top))).toEqual(new Set(Object.keys(tops)));
  const worn = looks.flatMap((look) => look.headwear?.kind ?? []);
  expect(new Set(worn)).toEqual(new Set(Object.keys(headwear)));
});

test('nobody has a beard under a hijab, and some have glasses, earrings and headphones', () => {
  expect(looks.filter(({ headwear: worn, beard }) => worn?.kind === 'hijab' && beard)).toEqual([]);
  for (const part of ['beard', 'glasses', 'earring', 'headphones'] as const) {
    expect(looks.some((look) => look[part])).toBe(true);
  }
});

test('a talking mouth is drawn differently', () => {
  expect(toSvg(figure('Ann', { talking: true }))).not.toBe(toSvg(figure('Ann')));
});

test('no drawing carries a style attribute, which the content security policy would refuse', () => {
  for (let index = 0; index < 50; index += 1) {
    expect(attributeNames(avatar(`guest-${index}`).drawing)).not.toContain('style');
  }
});

function attributeNames(drawing: Drawing): string[] {
  return drawing.flatMap(([, attributes, children = []]) => [
    ...Object.keys(attributes),
    ...attributeNames(children),
  ]);
}
