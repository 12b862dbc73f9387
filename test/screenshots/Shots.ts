import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { RoomInfo } from '../../protocol/room.ts';
import { faultsOf, type ScreenName, screens } from '../support/e2e/audit.ts';

/** Where pictures go, and what was found while they were taken. */
export interface Album {
  readonly folder: string;
  /** What stands behind the names: the language, where it is not English. */
  readonly suffix: string;
  /** What axe finds wrong with what is in the pictures. */
  readonly faults: string[];
}

const schemes = ['light', 'dark'] as const;

/** Takes pictures of what one visitor sees: each on two screens, in light and dark, and each looked at by axe. */
export class Shots {
  readonly page: Page;
  readonly #album: Album;

  constructor(page: Page, album: Album) {
    this.page = page;
    this.#album = album;
  }

  /** The same, of another page. */
  of(page: Page): Shots {
    return new Shots(page, this.#album);
  }

  /** The button of the room that this key presses. */
  key(shortcut: string): Locator {
    return this.page.locator(`button[aria-keyshortcuts="${shortcut}"]`);
  }

  /** Steps into a room, and waits for its cameras. */
  async enter(url: string, room: RoomInfo): Promise<void> {
    await this.page.setViewportSize(screens.desktop);
    await this.page.goto(`${url}/r/${room.slug}`);
    await this.page.locator('.go .btn-primary').click();
    await this.key('M').waitFor();
    await this.page.locator('.tile video').nth(3).waitFor();
  }

  /** Takes what is there now. */
  async all(name: string, whole = false): Promise<void> {
    for (const screen of ['desktop', 'phone'] as const) await this.on(name, screen, whole);
  }

  /** Takes what is there now, on one screen. */
  async on(name: string, screen: ScreenName, whole = false): Promise<void> {
    const { page } = this;
    const { folder, suffix, faults } = this.#album;
    await page.setViewportSize(screens[screen]);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await this.#settle();
      const title = `${name}${suffix}-${screen}-${colorScheme}`;
      await page.screenshot({ path: join(folder, `${title}.png`), ...(whole && { fullPage: true }) });
      const found = await faultsOf(page, title);
      for (const fault of found) console.error(fault);
      faults.push(...found);
    }
    console.log(`${name}${suffix}, ${screen}`);
  }

  /** Waits until news has gone, and what moves or changes its colour has come to rest. */
  async #settle(): Promise<void> {
    await this.page.locator('.toast').first().waitFor({ state: 'detached' });
    await this.page.evaluate(async () => {
      const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let frame = 0; frame < 3; frame++) await drawn();
      const ending = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
      await Promise.allSettled(ending.map(({ finished }) => finished));
      await drawn();
    });
  }
}
