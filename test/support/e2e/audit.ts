import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import type { Guest } from './Guest.ts';

/** The screens everything is looked at on. */
export const screens = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  landscape: { width: 844, height: 390 },
  narrow: { width: 320, height: 568 },
} as const;
export type ScreenName = keyof typeof screens;

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
// All that axe judges by colours; the rest is the same by day and by night.
const ofColours = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong with a page as it is now. */
export async function faultsOf(
  page: Page,
  where: string,
  runOnly: RunOptions['runOnly'] = { type: 'tag', values: tags },
): Promise<string[]> {
  await page.evaluate(settle);
  // Half a megabyte to read: once for each page, and not for each look at it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const options: RunOptions = { runOnly, resultTypes: ['violations'] };
  const { violations } = await page.evaluate(
    (options) => (Reflect.get(window, 'axe') as typeof axe).run(document, options),
    options,
  );
  return violations.map(({ id, nodes }) => {
    const what = nodes.map(({ target, any }) => `${target} ${any[0]?.message ?? ''}`).join('\n  ');
    return `${where}: ${id}\n  ${what}`;
  });
}

/** Runs in the page: what fades in or changes its colour has come to rest, or a second is over. */
async function settle(): Promise<void> {
  const ending = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
  const second = new Promise((resolve) => setTimeout(resolve, 1_000));
  await Promise.race([Promise.allSettled(ending.map(({ finished }) => finished)), second]);
}

/** What axe finds wrong with the page as it is now, in light and dark, on these screens. */
export async function audit(
  { page }: Guest,
  state: string,
  on: readonly ScreenName[] = ['desktop', 'phone'],
): Promise<string[]> {
  const found: string[] = [];
  for (const screen of on) {
    await page.setViewportSize(screens[screen]);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    found.push(...(await faultsOf(page, `${state}, ${screen}, light`)));
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    const ofNight = { type: 'rule' as const, values: ofColours };
    found.push(...(await faultsOf(page, `${state}, ${screen}, dark`, ofNight)));
  }
  return found;
}
