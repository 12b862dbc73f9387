import AxeBuilder from '@axe-core/playwright';
import type { Guest } from './Guest.ts';

/** The screens everything is looked at on. */
export const screens = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
export type ScreenName = keyof typeof screens;

const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

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
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(rules).analyze();
      for (const { id, nodes } of violations) {
        const where = nodes.map(({ target, any }) => `${target} ${any[0]?.message ?? ''}`).join('\n  ');
        found.push(`${state}, ${screen}, ${colorScheme}: ${id}\n  ${where}`);
      }
    }
  }
  return found;
}
