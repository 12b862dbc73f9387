import type { RoomInfo } from '../../protocol/room.ts';
import { screens } from '../support/e2e/audit.ts';
import type { Shots } from './Shots.ts';

/** What is seen when something is not as usual. */
export async function states(
  shots: Shots,
  { house, empty, small }: Record<'house' | 'empty' | 'small', string>,
  room: RoomInfo,
): Promise<void> {
  const { page } = shots;
  await page.goto(empty);
  await page.locator('.house').waitFor();
  await shots.all('home-empty', true);
  for (const [name, path] of [
    ['gone', '/r/never-was'],
    ['lost', '/never/was'],
    ['interest-quiet', '/i/tea'],
  ] as const) {
    await page.goto(empty + path);
    await page.locator('h1').waitFor();
    await shots.all(name);
  }
  await page.goto(`${empty}/`);
  await page.locator('.top-actions [aria-haspopup=menu]').click();
  await page.getByRole('menuitem').nth(1).click();
  await page.getByRole('dialog').waitFor();
  await shots.all('name');

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
  await shots.key('M').waitFor();
  await page.locator('.room-top .ib').first().click();
  await page.getByRole('dialog').waitFor();
  await shots.all('edit');
  await page.keyboard.press('Escape');
  await page.setViewportSize(screens.desktop);
  await shots.all('room-alone');
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
  });
  await shots.key('M').click();
  await page.locator('.notice').waitFor();
  await shots.all('no-microphone');

  const other = await page.context().newPage();
  await other.goto(`${small}/r/${data.slug}`);
  await other.locator('.go .btn-primary').click();
  await other.locator('.ways .btn-primary').click();
  await other.locator('button[aria-keyshortcuts="M"]').waitFor();
  await page.bringToFront();
  await page.locator('.statepage').waitFor();
  await shots.all('replaced');
  await other.close();

  await page.goto(`${house}/r/${room.slug}`);
  await page.locator('.go .btn-primary').click();
  await shots.key('M').waitFor();
  await page.context().setOffline(true);
  await page.locator('.banner').waitFor();
  await shots.all('reconnecting');
  await page.context().setOffline(false);
  await page.locator('.banner').waitFor({ state: 'detached' });
}
