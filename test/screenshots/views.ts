import type { Browser } from 'playwright-core';
import type { RoomInfo } from '../../protocol/room.ts';
import { screens } from '../support/e2e/audit.ts';
import type { Shots } from './Shots.ts';

const layouts = ['even', 'speaker', 'side', 'voices'];

/** How a room can be looked at, and what one can do about sound, picture and line in it. */
export async function views(shots: Shots, url: string, room: RoomInfo): Promise<void> {
  const { page } = shots;
  await shots.enter(url, room);
  for (const [index, name] of layouts.entries()) {
    if (index === 0) continue;
    await choose(shots, index);
    await shots.all(`layout-${name}`);
    await page.setViewportSize(screens.desktop);
  }
  await choose(shots, 0);
  for (const screen of ['landscape', 'narrow'] as const) await shots.on('room', screen);
  await page.setViewportSize(screens.desktop);

  await page.locator('.tile:not(.self)').first().hover();
  await shots.on('tile-tools', 'desktop');
  await page.mouse.move(0, 0);
  await page.locator('.me-line').click();
  await page.getByRole('dialog').waitFor();
  // The figures are those between two looks at the counters.
  await page.locator('dialog td, dialog dd').first().waitFor();
  await shots.all('connection');
  await page.keyboard.press('Escape');
  await page.setViewportSize(screens.desktop);

  await shots.key('V').click();
  await page.locator('.tile.self video').waitFor();
  await page.locator('.ctl-split .more').nth(1).click();
  await shots.all('camera-menu');
  await page.keyboard.press('Escape');
  await page.setViewportSize(screens.desktop);
  await shots.key('V').click();

  await page.locator('.panel-opener').click();
  await page.getByRole('tab').nth(1).click();
  await page.locator('.prow .ib').first().click();
  await shots.on('volume', 'desktop');
  await page.keyboard.press('Escape');
  await page.getByRole('tab').nth(0).click();

  const notes = await page.context().newPage();
  await notes.setContent('<title>Notes on Saturn</title><h1>Saturn tonight</h1>');
  await page.bringToFront();
  await shots.key('S').click();
  await page.locator('.ctl.lit[aria-keyshortcuts="S"]').waitFor();
  await shots.all('sharing');
  await page.setViewportSize(screens.desktop);
  await shots.key('S').click();
  await notes.close();
}

/** The door by link for whoever the browser gives no devices. */
export async function shut(browser: Browser, shots: Shots, locale: string, address: string): Promise<void> {
  const viewport = screens.desktop;
  // Without a permission, and without anybody who could be asked for one.
  const context = await browser.newContext({ locale, reducedMotion: 'reduce', viewport });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator('.mirror-ctl .ctl').first().click();
  await page.locator('.steps').waitFor();
  await shots.of(page).all('prejoin-denied');
  await context.close();
}

async function choose(shots: Shots, layout: number): Promise<void> {
  await shots.key('L').click();
  await shots.page.locator('.menu:popover-open [role=menuitemradio]').nth(layout).click();
  await shots.page.keyboard.press('Escape');
}
