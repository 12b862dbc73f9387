import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { wallpaperRules } from '../../../client/styles/wallpapers.generate.ts';

test('the stylesheet of wallpapers is what its generator writes', () => {
  const stylesheet = new URL('../../../client/styles/wallpapers.css', import.meta.url);
  expect(readFileSync(stylesheet, 'utf8')).toBe(wallpaperRules());
});
