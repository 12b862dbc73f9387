import { expect, test } from 'vitest';
import { eveningColours, oklch } from '../../../art/colours.ts';
import { props } from '../../../art/props.ts';
import { wallpapers } from '../../../art/wallpapers.ts';

test('every wallpaper has a tile and furniture to go with it', () => {
  expect(Object.keys(wallpapers)).toHaveLength(16);
  expect(Object.keys(props).sort()).toEqual(Object.keys(wallpapers).sort());
  for (const { width, height, drawing } of Object.values(wallpapers)) {
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(56);
    expect(Math.max(width, height)).toBeLessThanOrEqual(150);
    expect(drawing.length).toBeGreaterThan(0);
  }
});

test('colours are the ones a browser shows for the same words', () => {
  expect(oklch(1, 0, 0)).toBe('#ffffff');
  expect(oklch(0.628, 0.2577, 29.23)).toBe('#ff0000');
  expect(oklch(0.452, 0.3132, 264.05)).toBe('#0000ff');
});

test('a room in the evening has every colour its furniture asks for', () => {
  const known = eveningColours(250);
  const asked = JSON.stringify(props).match(/--[\w-]+/g) ?? [];
  expect(new Set(asked).difference(new Set(Object.keys(known)))).toEqual(new Set());
});
