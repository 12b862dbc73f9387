import { expect, test } from 'vitest';
import { firstLink } from '../../../server/previews/firstLink.ts';

test.each([
  ['see https://example.org/a?b=c#d now', 'https://example.org/a?b=c#d'],
  ['see https://example.org/a.', 'https://example.org/a'],
  ['(https://example.org/a)', 'https://example.org/a'],
  ['https://en.wikipedia.org/wiki/Crow_(bird)', 'https://en.wikipedia.org/wiki/Crow_(bird)'],
  ['[words](https://example.org/a) and more', 'https://example.org/a'],
  ['看 https://example.org/路径。然后', 'https://example.org/路径'],
  ['**https://example.org/a**', 'https://example.org/a'],
  ['HTTP://EXAMPLE.ORG', 'HTTP://EXAMPLE.ORG'],
  ['two: http://a.example http://b.example', 'http://a.example'],
  ['`https://code.example` https://real.example', 'https://real.example'],
  ['```\nhttps://code.example\n```', null],
  ['javascript:alert(1) ftp://a.example file:///etc/passwd', null],
  ['nothing here', null],
  ['https://', null],
  [`https://example.org/${'a'.repeat(2_000)}`, null],
])('of %j the first link is %j', (text, link) => {
  expect(firstLink(text)).toBe(link);
});

test('is found quickly in whatever is written', () => {
  const began = performance.now();
  for (const text of [
    '`'.repeat(2_000),
    'https://'.repeat(250),
    `https://a${'.'.repeat(1_900)}`,
    `https://a/${'('.repeat(1_900)}`,
  ]) {
    firstLink(text);
  }
  expect(performance.now() - began).toBeLessThan(200);
});
