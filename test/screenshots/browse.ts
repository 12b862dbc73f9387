import type { RoomInfo } from '../../protocol/room.ts';
import { screens } from '../support/e2e/audit.ts';
import type { Shots } from './Shots.ts';

/** The pages around the rooms. */
export async function browse(shots: Shots, url: string, room: RoomInfo): Promise<void> {
  const { page } = shots;
  const pages = {
    home: '/',
    interest: '/i/astronomy',
    search: '/search?q=astronmy',
    'search-none': '/search?q=qqqqq',
    open: '/open?interest=astronomy',
    prejoin: `/r/${room.slug}`,
    settings: '/settings',
    'sign-in': '/sign-in',
    person: `/u/${room.openedBy.id}`,
  };
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(url + path);
    await page.locator('h1').waitFor();
    await shots.all(name, name === 'home' || name === 'open');
  }
  await page.setViewportSize(screens.desktop);
  await page.goto(url);
  await page.locator('.top-actions [aria-haspopup=menu]').click();
  await shots.on('own-menu', 'desktop');
  await page.getByRole('menuitem').first().click();
  await page.locator('.prof-top').waitFor();
  await shots.all('own-page');
}
