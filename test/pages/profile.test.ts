import sharp from 'sharp';
import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

async function idOf(guest: Guest): Promise<string> {
  const response = await guest.context.request.get(`${guest.url}/api/me`);
  return ((await response.json()) as { data: { id: string } }).data.id;
}

async function edit(guest: Guest): Promise<void> {
  await guest.goTo(`/u/${await idOf(guest)}`);
  await guest.button(en.editPage).click();
}

test('R13: a page in the colours its owner chose is seen by others, and its owner sees the house in them', async () => {
  const noor = await scene.visit({ name: 'Noor' });
  await edit(noor);
  const { page } = noor;
  await page.getByLabel(en.bio).fill('Fixes radios, mostly by making them worse first.');
  await page.getByLabel(en.pronouns).fill('she/her');
  await page.getByLabel(en.city).fill('Rotterdam');
  await page.getByRole('checkbox', { name: 'Dutch' }).check();
  await page.getByRole('checkbox', { name: 'Astronomy' }).check();
  await page.getByRole('radio', { name: en.accentLagoon }).check();
  await page.getByText(en.baseDark, { exact: true }).click();
  await page.getByLabel(en.wallpaper).selectOption('Astronomy');
  await noor.button(en.save).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('Fixes radios').filter({ visible: true }).waitFor();
  await eventually(() => page.evaluate(() => ({ ...document.documentElement.dataset }))).toMatchObject({
    theme: 'dark',
    accent: 'lagoon',
  });
  await noor.makeRoom({ name: 'Repair café', lasting: true });

  const ann = await scene.visit({ name: 'Ann' });
  await edit(ann);
  await ann.page.getByRole('checkbox', { name: 'Astronomy' }).check();
  expect(await audit(ann, 'editing the own page')).toEqual([]);
  await ann.button(en.save).click();
  await ann.page.getByRole('dialog').waitFor({ state: 'detached' });
  await ann.goTo(`/u/${await idOf(noor)}`);
  await ann.willRead('Noor');
  for (const text of ['Rotterdam, she/her', 'Nederlands', en.youToo, 'Repair café']) {
    await ann.page.getByText(text).filter({ visible: true }).waitFor();
  }
  const themed = ann.page.locator('main.themed');
  expect(await themed.evaluate((main) => getComputedStyle(main).colorScheme)).toBe('dark');
  expect(await ann.page.evaluate(() => document.documentElement.dataset.accent)).toBeUndefined();
  expect(await audit(ann, 'page of somebody')).toEqual([]);
});

test('whoever is met in a room is looked at without leaving it, and joined from their page', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.page.getByRole('tab', { name: en.peopleTab }).click();
  await ann.button('What to do with Bo').click();
  await ann.page.getByRole('menuitem', { name: en.seeProfile }).click();
  await ann.willRead('Bo');
  await ann.page.getByRole('region', { name: `You are in ${room.name}` }).waitFor();
  const cy = await scene.visit({ name: 'Cy' });
  await cy.goTo(`/u/${await idOf(bo)}`);
  await cy.page.getByText(`In ${room.name}`).waitFor();
  await cy.page.getByRole('link', { name: `Join Bo in ${room.name}` }).click();
  await cy.beInside();
});

test('a page that was never there says so', async () => {
  const ann = await scene.visit();
  ann.allow(/status of 404/);
  await ann.goTo('/u/nobody-has-this-id');
  await ann.willRead(en.personGone);
  expect(await audit(ann, 'nobody', ['phone'])).toEqual([]);
});

test('R13: a picture that is chosen, cut and saved is seen in the room at once, and the drawn one comes back', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  const { page } = ann;
  await page.getByRole('tab', { name: en.peopleTab }).click();
  await page.getByRole('link', { name: /Ann/ }).click();
  await ann.button(en.changePicture).click();
  const create = { width: 900, height: 600, channels: 3, background: 'tomato' } as const;
  const buffer = await sharp({ create }).jpeg().toBuffer();
  await page.getByLabel(en.choosePicture).setInputFiles({ name: 'me.html', mimeType: 'image/jpeg', buffer });
  const cropper = page.getByRole('group', { name: en.cropPicture });
  const place = () => cropper.evaluate((it) => Number(getComputedStyle(it).getPropertyValue('--x')));
  const before = await place();
  await cropper.press('ArrowLeft');
  await eventually(place).toBeLessThan(before);
  await page.getByLabel(en.enlarge).press('End');
  expect(await audit(ann, 'cutting a picture')).toEqual([]);
  await ann.button(en.save).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const seen = bo.page.locator('[data-participant] img.av');
  await eventually(() => seen.evaluate((it) => (it as HTMLImageElement).naturalWidth)).toBe(512);
  await ann.button(en.changePicture).click();
  await ann.button(en.drawnPicture).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await seen.waitFor({ state: 'detached' });
});
