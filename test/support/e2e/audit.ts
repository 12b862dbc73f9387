import AxeBuilder from '@axe-core/playwright';
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

const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with a page as it is now. */
export async function faultsOf(page: Page, where: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(rules).analyze();
  return violations.map(({ id, nodes }) => {
    const what = nodes.map(({ target, any }) => `${target} ${any[0]?.message ?? ''}`).join('\n  ');
    return `${where}: ${id}\n  ${what}`;
  });
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
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      found.push(...(await faultsOf(page, `${state}, ${screen}, ${colorScheme}`)));
    }
  }
  return found;
}
