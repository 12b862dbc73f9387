import { expect, test } from 'vitest';
import { browserFamily } from '../../../client/browserFamily.ts';

test.each([
  [
    'chromium',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36',
  ],
  ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0'],
  ['safari', 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15'],
] as const)('the buttons of %s are known by its name', (family, userAgent) => {
  expect(browserFamily(userAgent)).toBe(family);
});
