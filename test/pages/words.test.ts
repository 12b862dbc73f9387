import { expect, test } from 'vitest';
import { eventually } from '../support/e2e/eventually.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

test('a line is shown as it was meant, and what looks like markup is words', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  const line = [
    '**Fold** it *twice*, ~~never~~ `rest(30)`',
    '- rye',
    '- wheat',
    '> cold',
    '```ts',
    'const crumb = { open: true, hydration: 0.78, temperature: 24, salt: 0.02 };',
    '```',
    '<img src=x onerror=alert(1)> [bread](https://example.org/b)',
  ].join('\n');
  await ann.write(line);
  const shown = bo.page.locator('.words').first();
  await shown.waitFor();
  expect(await shown.locator('strong, em, del, li, blockquote, p > code').allInnerTexts()).toEqual([
    'Fold',
    'twice',
    'never',
    'rest(30)',
    'rye',
    'wheat',
    'cold',
  ]);
  expect(await shown.locator('img').count()).toBe(0);
  await shown.getByText('<img src=x onerror=alert(1)>').waitFor();
  await shown.getByText('(example.org)').waitFor();
  // Code scrolls for itself, by keyboard too.
  const code = shown.getByRole('figure', { name: 'Code, ts' });
  await eventually(() => code.getAttribute('tabindex')).toBe('0');
  await code.focus();
  await bo.page.keyboard.press('ArrowRight');
  await eventually(() => code.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
});
