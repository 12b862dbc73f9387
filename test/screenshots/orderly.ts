import type { Browser, Page } from 'playwright-core';
import type { RoomInfo } from '../../protocol/room.ts';
import type { House } from '../support/e2e/house.ts';
import type { Shots } from './Shots.ts';

interface Host {
  readonly shots: Shots;
  readonly locale: string;
}

const desktop = { width: 1440, height: 900 };
const key = (page: Page, shortcut: string) => page.locator(`button[aria-keyshortcuts="${shortcut}"]`);

/** What is seen of hands, the lock, removals, tabs and lines that wait, by a host and by a guest. */
export async function orderly(browser: Browser, house: House, { shots, locale }: Host): Promise<void> {
  const { page } = shots;
  const context = await browser.newContext({ locale, reducedMotion: 'reduce', viewport: desktop });
  const guest = await context.newPage();
  const theirs = shots.of(guest);
  const room = await open(page, house);
  const address = `${house.url}/r/${room.slug}`;
  await page.setViewportSize(desktop);
  for (const each of [page, guest]) await stepIn(each, address);

  await key(guest, 'H').click();
  await page.locator('.badge.hand').waitFor();
  await key(page, 'H').click();
  await page.locator('.badge.hand').nth(1).waitFor();
  await page.getByRole('tab').nth(1).click();
  await shots.on('hands', 'desktop');
  await shots.on('hands', 'phone');
  await page.setViewportSize(desktop);
  await page.locator('.panel-opener').click();
  await page.getByRole('tab').nth(1).click();
  await page.locator('.panel-foot .btn').nth(1).click();
  await page.locator('.room-top .locked').waitFor();
  await page.locator('.prow .ib').click();
  await shots.on('person-menu', 'desktop');
  // After the one to block somebody for oneself.
  await page.locator('.menu:popover-open .bad').nth(1).click();
  await page.locator('dialog[open]').waitFor();
  await shots.on('remove', 'desktop');
  await page.locator('dialog[open] .btn-danger').click();
  await guest.locator('.statepage').waitFor();
  await theirs.all('removed');
  await page.locator('.room-top .ib.not-phone').click();
  await page.locator('.removed .prow').waitFor();
  await shots.all('room-order');
  await page.locator('.removed .btn').click();
  await page.locator('.removed .prow').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.setViewportSize(desktop);
  await guest.goto(address);
  await guest.locator('.go .btn-primary').click();
  await guest.locator('.doorsign').waitFor();
  await theirs.all('locked');

  const second = await page.context().newPage();
  await second.goto(address);
  await second.locator('.go .btn-primary').click();
  await second.getByRole('dialog').waitFor();
  const beside = shots.of(second);
  await beside.all('tabs');
  await second.locator('.ways .btn-soft').click();
  await second.locator('.companion-line').waitFor();
  await beside.all('companion');
  await second.close();

  await page.bringToFront();
  await page.context().setOffline(true);
  const field = page.getByRole('textbox');
  await page.locator('.panel-opener').click();
  await page.getByRole('tab').nth(0).click();
  for (const text of ['Are you still there?', 'I see Saturn.']) {
    await field.fill(text);
    await field.press('Enter');
  }
  await page.locator('.banner').waitFor();
  await shots.on('chat-waiting', 'desktop');
  await page.context().setOffline(false);
  await page.locator('.pending').first().waitFor({ state: 'detached' });
  await context.close();
}

async function open(page: Page, house: House): Promise<RoomInfo> {
  await page.goto(house.url);
  return await page.evaluate(async () => {
    const settings = { name: 'Comet watch', topic: 'C/2026 R2', interests: ['astronomy'], language: 'en' };
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/rooms', { method: 'POST', headers, body: JSON.stringify(settings) });
    return ((await response.json()) as { data: RoomInfo }).data;
  });
}

async function stepIn(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('.go .btn-primary').click();
  await key(page, 'M').waitFor();
}
