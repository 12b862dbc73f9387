import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf } from '../../../client/components/chat/excerptOf.ts';

const short = (text: string, query: string) =>
  excerptOf(text, query)
    .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('');

test('what was looked for is marked, whatever its case', () => {
  expect(short('Rye bread, and rye again', 'RYE')).toBe('[Rye] bread, and [rye] again');
  expect(short('我们看土星光环', '土星')).toBe('我们看[土星]光环');
  expect(short('a (b) c', '(')).toBe('a (b) c');
});

test('of a long line the part around the first hit is shown', () => {
  const shown = short(`${'x '.repeat(300)}saturn${' y'.repeat(300)}`, 'saturn');
  expect(shown).toMatch(/^… (x ){20}\[saturn\]( y)+ ?…$/);
  expect(shown.length).toBeLessThan(200);
});

test('whatever is looked for in whatever line, nothing is invented', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary', maxLength: 12 }),
      (text, query) => {
        const shown = excerptOf(text, query)
          .map((piece) => piece.text)
          .join('')
          .replace(/^… /, '')
          .replace(/ …$/, '');
        expect(text.includes(shown) || shown === text).toBe(true);
      },
    ),
  );
});
