import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { RoomInfo } from '../../protocol/room.ts';

const screens = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** Takes pictures of what one visitor sees: each on two screens, in light and dark. */
export class Shots {
  readonly #page: Page;
  readonly #folder: string;
  readonly #suffix: string;

  constructor(page: Page, folder: string, suffix: string) {
    this.#page = page;
    this.#folder = folder;
    this.#suffix = suffix;
  }

  /** The same, of another page. */
  of(page: Page): Shots {
    return new Shots(page, this.#folder, this.#suffix);
  }

  /** The pages around the rooms. */
  async browse(url: string, room: RoomInfo): Promise<void> {
    const pages = {
      home: '/',
      interest: '/i/astronomy',
      search: '/search?q=astronmy',
      'search-none': '/search?q=qqqqq',
      open: '/open?interest=astronomy',
      prejoin: `/r/${room.slug}`,
    };
    for (const [name, path] of Object.entries(pages)) {
      await this.#page.goto(url + path);
      await this.#page.locator('h1').waitFor();
      await this.all(name, name === 'home' || name === 'open');
    }
  }

  /** A room from inside, with its panel, menus and dialogs. */
  async inside(url: string, room: RoomInfo, sharer: Page | undefined): Promise<void> {
    const page = this.#page;
    await page.setViewportSize(screens.desktop);
    await page.goto(`${url}/r/${room.slug}`);
    await page.locator('.go .btn-primary').click();
    await this.#key('M').waitFor();
    await page.locator('.tile video').nth(3).waitFor();
    await this.#key('M').click();
    await page.locator('.ctl.lit[aria-keyshortcuts="M"]').waitFor();
    await this.all('room');
    await page.setViewportSize(screens.phone);
    await this.#key('T').click();
    await this.on('chat-sheet', 'phone');
    await page.getByRole('tab').nth(1).click();
    await this.on('people', 'phone');
    await page.locator('.sheet .grab').click();
    await page.setViewportSize(screens.desktop);
    await page.locator('.panel-opener').click();
    await page.getByRole('tab').nth(1).click();
    await this.on('people', 'desktop');
    await page.getByRole('tab').nth(0).click();
    for (const [name, opener] of [
      ['devices', '.ctl-split .more'],
      ['layout', 'button[aria-keyshortcuts="L"]'],
      ['invite', '.room-top .invite'],
    ] as const) {
      await page.locator(opener).first().click();
      await this.all(name);
      await page.keyboard.press('Escape');
      await page.setViewportSize(screens.desktop);
    }
    await page.locator('.ctl-split .more').first().click();
    await page.locator('.all-sound').click();
    await this.all('sound-settings');
    await page.keyboard.press('Escape');
    await page.setViewportSize(screens.phone);
    await this.#key('L').click();
    await this.on('more', 'phone');
    await page.keyboard.press('Escape');
    await page.setViewportSize(screens.desktop);
    await this.#key('V').click();
    await page.locator('.tile.self video').waitFor();
    await this.all('room-camera');
    await this.#key('V').click();
    if (sharer) await this.#shared(sharer);
    await page.setViewportSize(screens.desktop);
    await page.locator('.room-top > a').click();
    await page.locator('.minibar').waitFor();
    await this.all('minibar');
    await page.locator('.minibar .btn').click();
  }

  /** What is seen when something is not as usual. */
  async states(
    { house, empty, small }: Record<'house' | 'empty' | 'small', string>,
    room: RoomInfo,
  ): Promise<void> {
    const page = this.#page;
    await page.goto(empty);
    await page.locator('.house').waitFor();
    await this.all('home-empty', true);
    for (const [name, path] of [
      ['gone', '/r/never-was'],
      ['lost', '/never/was'],
      ['interest-quiet', '/i/tea'],
    ] as const) {
      await page.goto(empty + path);
      await page.locator('h1').waitFor();
      await this.all(name);
    }
    await page.goto(`${empty}/`);
    await page.locator('.top-actions button').last().click();
    await page.getByRole('dialog').waitFor();
    await this.all('name');

    await page.setViewportSize(screens.desktop);
    await page.goto(small);
    await page.locator('.house').waitFor();
    const data = await page.evaluate(async () => {
      const response = await fetch('/api/rooms', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'A room for two', interests: ['chess'], language: 'en' }),
      });
      return ((await response.json()) as { data: RoomInfo }).data;
    });
    await page.goto(`${small}/r/${data.slug}`);
    await page.locator('.go .btn-primary').click();
    await this.#key('M').waitFor();
    await page.locator('.room-top .ib').first().click();
    await page.getByRole('dialog').waitFor();
    await this.all('edit');
    await page.keyboard.press('Escape');
    await page.setViewportSize(screens.desktop);
    await this.all('room-alone');
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
    });
    await this.#key('M').click();
    await page.locator('.notice').waitFor();
    await this.all('no-microphone');

    const other = await page.context().newPage();
    await other.goto(`${small}/r/${data.slug}`);
    await other.locator('.go .btn-primary').click();
    await other.locator('.ways .btn-primary').click();
    await other.locator('button[aria-keyshortcuts="M"]').waitFor();
    await page.bringToFront();
    await page.locator('.statepage').waitFor();
    await this.all('replaced');
    await other.close();

    await page.goto(`${house}/r/${room.slug}`);
    await page.locator('.go .btn-primary').click();
    await this.#key('M').waitFor();
    await page.context().setOffline(true);
    await page.locator('.banner').waitFor();
    await this.all('reconnecting');
    await page.context().setOffline(false);
    await page.locator('.banner').waitFor({ state: 'detached' });
  }

  async #shared(sharer: Page): Promise<void> {
    const notes = await sharer.context().newPage();
    await notes.setContent(`<title>Notes on Saturn</title><style>
      body{margin:0;background:#10121c;color:#f5ecd8;font:26px/1.5 serif;padding:56px 72px}
      h1{font-size:60px;margin:0 0 16px}li{margin:8px 0}</style>
      <h1>Saturn tonight</h1><ul><li>Rings open by 4 degrees</li><li>Titan two ring widths east</li>
      <li>Best between 21:40 and 23:10</li><li>Seeing 3 of 5, wind from the west</li></ul>`);
    await sharer.bringToFront();
    await sharer.locator('button[aria-keyshortcuts="S"]').click();
    await this.#page.bringToFront();
    await this.#page.locator('video.screen').waitFor();
    await this.#page.waitForFunction(
      () => (document.querySelector('video.screen') as HTMLVideoElement).videoWidth > 0,
    );
    await this.all('shared');
    await sharer.locator('button[aria-keyshortcuts="S"]').click();
    await this.#page.locator('video.screen').waitFor({ state: 'detached' });
    await notes.close();
  }

  /** Waits until news has gone, and what moves or changes its colour has come to rest. */
  async #settle(): Promise<void> {
    await this.#page.locator('.toast').first().waitFor({ state: 'detached' });
    await this.#page.evaluate(async () => {
      const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let frame = 0; frame < 3; frame++) await drawn();
      const ending = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
      await Promise.allSettled(ending.map(({ finished }) => finished));
      await drawn();
    });
  }

  #key(shortcut: string) {
    return this.#page.locator(`button[aria-keyshortcuts="${shortcut}"]`);
  }

  /** Takes what is there now. */
  async all(name: string, whole = false): Promise<void> {
    for (const screen of ['desktop', 'phone'] as const) await this.on(name, screen, whole);
  }

  /** Takes what is there now, on one screen. */
  async on(name: string, screen: keyof typeof screens, whole = false): Promise<void> {
    const page = this.#page;
    await page.setViewportSize(screens[screen]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await this.#settle();
      const path = join(this.#folder, `${name}${this.#suffix}-${screen}-${colorScheme}.png`);
      await page.screenshot({ path, ...(whole && { fullPage: true }) });
    }
    console.log(`${name}${this.#suffix}, ${screen}`);
  }
}
