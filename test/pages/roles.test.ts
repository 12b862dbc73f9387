import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
const people = (guest: Guest) => guest.page.getByRole('tab', { name: en.peopleTab }).click();

test('a host makes somebody a moderator, decides who may what, and takes both back', async () => {
  const [ann, bo, cy] = [
    await scene.visit({ name: 'Ann' }),
    await scene.visit({ name: 'Bo' }),
    await scene.visit({ name: 'Cy' }),
  ];
  const room = await ann.makeRoom();
  for (const guest of [ann, bo, cy]) await guest.stepIn(room);
  await Promise.all([ann, bo, cy].map(people));

  await ann.button('What to do with Bo').click();
  await ann.page.getByRole('menuitem', { name: en.giveRole }).click();
  const dialog = ann.page.getByRole('dialog', { name: 'What Bo is here' });
  await dialog.getByRole('radio', { name: en['role.moderator'] }).check();
  expect(await audit(ann, 'a role', ['desktop'])).toEqual([]);
  await ann.button(en.save, dialog).click();
  await ann.page.getByText('Bo is now: Moderator.').waitFor();
  await bo.page.getByText('Ann changed your role here: Moderator.').waitFor();
  await cy.page
    .locator('.plist .prow', { hasText: 'Bo' })
    .locator('.grow > small', { hasText: 'moderator' })
    .waitFor();
  // What a moderator may, and to whom.
  await bo.button('What to do with Cy').click();
  await bo.page.getByRole('menuitem', { name: en.remove }).waitFor();
  await bo.page.keyboard.press('Escape');
  await bo.button('What to do with Ann').click();
  await bo.page.getByRole('menuitem', { name: en.muteForMe }).waitFor();
  expect(await bo.page.getByRole('menuitem', { name: en.remove }).count()).toBe(0);
  await bo.page.keyboard.press('Escape');

  await ann.button(en.editRoom).filter({ visible: true }).first().click();
  const settings = ann.page.getByRole('dialog', { name: en.editTitle });
  await settings.locator('.prow', { hasText: 'Bo' }).getByText('Moderator').waitFor();
  await settings.getByText(en.whoMayWhat).click();
  const lock = settings.getByLabel(en['permission.room:lock']);
  expect(await lock.inputValue()).toBe('moderator');
  await lock.selectOption('coOwner');
  expect(await audit(ann, 'who may what', ['desktop'])).toEqual([]);
  await bo.button(en.lock).waitFor({ state: 'detached' });
  await lock.selectOption('moderator');
  await bo.button(en.lock).waitFor();

  await ann.button('What Bo is here', settings).click();
  await ann.page.getByRole('radio', { name: en.roleTaken }).check();
  await ann.button(en.save, ann.page.getByRole('dialog', { name: 'What Bo is here' })).click();
  await settings.getByText(en.noRoleHolders).waitFor();
  await bo.button(en.lock).waitFor({ state: 'detached' });
});
