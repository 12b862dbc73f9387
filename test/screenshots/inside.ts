import type { Page } from 'playwright-core';
import type { RoomInfo } from '../../protocol/room.ts';
import { type ScreenName, screens } from '../support/e2e/audit.ts';
import type { Shots } from './Shots.ts';

/** A room from inside, with its panel, menus and dialogs; `sharer` is somebody else there. */
export async function inside(
  shots: Shots,
  url: string,
  room: RoomInfo,
  sharer: Page | undefined,
): Promise<void> {
  const { page } = shots;
  await shots.enter(url, room);
  await shots.key('M').click();
  await page.locator('.ctl.lit[aria-keyshortcuts="M"]').waitFor();
  await shots.all('room');
  await page.setViewportSize(screens.phone);
  await shots.key('T').click();
  await shots.on('chat-sheet', 'phone');
  await lineMenu(shots, 'phone');
  await page.getByRole('tab').nth(1).click();
  await shots.on('people', 'phone');
  await page.locator('.sheet .grab').click();
  await page.setViewportSize(screens.desktop);
  await page.locator('.panel-opener').click();
  await page.getByRole('tab').nth(1).click();
  await shots.on('people', 'desktop');
  await page.getByRole('tab').nth(0).click();
  await lineMenu(shots, 'desktop');
  for (const [name, opener] of [
    ['devices', '.ctl-split .more'],
    ['layout', 'button[aria-keyshortcuts="L"]'],
    ['invite', '.room-top .invite'],
  ] as const) {
    await page.locator(opener).first().click();
    await shots.all(name);
    await page.keyboard.press('Escape');
    await page.setViewportSize(screens.desktop);
  }
  await page.locator('.ctl-split .more').first().click();
  await page.locator('.all-sound').click();
  await shots.all('sound-settings');
  await page.keyboard.press('Escape');
  await page.setViewportSize(screens.phone);
  await shots.key('L').click();
  await shots.on('more', 'phone');
  await page.keyboard.press('Escape');
  await page.setViewportSize(screens.desktop);
  await shots.key('V').click();
  await page.locator('.tile.self video').waitFor();
  await shots.all('room-camera');
  await shots.key('V').click();
  if (sharer) await shared(shots, sharer);
  await page.setViewportSize(screens.desktop);
  await page.locator('.room-top > a').click();
  await page.locator('.minibar').waitFor();
  await shots.all('minibar');
  await page.locator('.minibar .btn').click();
}

async function lineMenu(shots: Shots, screen: ScreenName): Promise<void> {
  const { page } = shots;
  await page.locator('.line').last().hover();
  await page.locator('.line-more').last().click();
  await shots.on('line-menu', screen);
  await page.keyboard.press('Escape');
}

async function shared(shots: Shots, sharer: Page): Promise<void> {
  const { page } = shots;
  const notes = await sharer.context().newPage();
  await notes.setContent(`<title>Notes on Saturn</title><style>
    body{margin:0;background:#10121c;color:#f5ecd8;font:26px/1.5 serif;padding:56px 72px}
    h1{font-size:60px;margin:0 0 16px}li{margin:8px 0}</style>
    <h1>Saturn tonight</h1><ul><li>Rings open by 4 degrees</li><li>Titan two ring widths east</li>
    <li>Best between 21:40 and 23:10</li><li>Seeing 3 of 5, wind from the west</li></ul>`);
  await sharer.bringToFront();
  await sharer.locator('button[aria-keyshortcuts="S"]').click();
  await page.bringToFront();
  await page.locator('video.screen').waitFor();
  await page.waitForFunction(
    () => (document.querySelector('video.screen') as HTMLVideoElement).videoWidth > 0,
  );
  await shots.all('shared');
  await sharer.locator('button[aria-keyshortcuts="S"]').click();
  await page.locator('video.screen').waitFor({ state: 'detached' });
  await notes.close();
}
