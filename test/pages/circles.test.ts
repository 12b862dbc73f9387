import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { befriend, idOf } from '../support/e2e/friends.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

const pageOf = async (guest: Guest) => `/u/${await idOf(guest)}`;

test('R15: a circle is made, filled, chosen to be seen by, and ended, by keyboard', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  await ann.goTo(await pageOf(bo));
  await ann.button('Follow Bo').click();
  await ann.button('Following Bo. Unfollow').waitFor();
  await ann.goTo(await pageOf(ann));
  const { keyboard } = ann.page;
  await ann.button(en.newCircle).focus();
  await keyboard.press('Enter');
  const fresh = ann.page.getByRole('dialog', { name: en.newCircle });
  await fresh.getByRole('textbox', { name: en.circleName }).focus();
  await keyboard.type('Climbers');
  await keyboard.press('Enter');
  const dialog = ann.page.getByRole('dialog', { name: 'Climbers' });
  await dialog.getByRole('checkbox', { name: 'Bo' }).focus();
  await keyboard.press('Space');
  await expect.poll(() => dialog.getByRole('checkbox', { name: 'Bo' }).isChecked()).toBe(true);
  expect(await audit(ann, 'a circle')).toEqual([]);
  await keyboard.press('Escape');
  const row = ann.page.locator('.known-row').filter({ hasText: 'Climbers' });
  await row.getByText('1 person').waitFor();
  await ann.page.getByRole('radio', { name: en.toCircles }).focus();
  await keyboard.press('Space');
  await ann.page.getByRole('group', { name: en.whichCircles }).getByRole('checkbox').check();
  expect(await audit(ann, 'own page with circles')).toEqual([]);
  await ann.page.reload();
  await ann.page.getByRole('checkbox', { name: 'Climbers', checked: true }).waitFor();
  await ann.button(`${en.editCircle}: Climbers`).click();
  await ann.button(en.endCircle).click();
  await ann.page.getByText(en.noCircleYet).waitFor();
});

test('R15: somebody is put into circles from their page and from the list of those one knows', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  await ann.goTo(await pageOf(bo));
  await ann.button('Follow Bo').click();
  await ann.button('What to do with Bo').click();
  await ann.page.getByRole('menuitem', { name: en.circles }).click();
  const dialog = ann.page.getByRole('dialog', { name: 'Circles with Bo' });
  await dialog.getByRole('textbox', { name: en.newCircle }).fill('Climbers');
  await ann.button(en.makeCircle, dialog).click();
  await dialog.getByRole('checkbox', { name: 'Climbers', checked: true }).waitFor();
  expect(await audit(ann, 'circles of somebody')).toEqual([]);
  await ann.button(en.circlesDone, dialog).click();
  await ann.goTo(await pageOf(ann));
  await ann.page.locator('.known-row').filter({ hasText: '1 person' }).waitFor();
  await ann.page.getByRole('button', { name: 'Circles with Bo' }).click();
  await dialog.getByRole('checkbox', { name: 'Climbers' }).uncheck();
  await ann.button(en.circlesDone, dialog).click();
  await ann.page.locator('.known-row').filter({ hasText: '0 people' }).waitFor();
  await bo.goTo(await pageOf(ann));
  await bo.willRead('Ann');
  expect(await bo.page.getByText('Climbers').count()).toBe(0);
});

test('R15: a whole circle is invited at once, and one asks to be told when it is live', async () => {
  const [ann, bo, cy, dee] = [
    await scene.visit({ name: 'Ann' }),
    await scene.visit({ name: 'Bo' }),
    await scene.visit({ name: 'Cy' }),
    await scene.visit({ name: 'Dee' }),
  ];
  for (const friend of [bo, cy, dee]) await befriend(ann, friend);
  const ask = async (method: 'post' | 'put', path: string, data: object) => {
    const response = await ann.context.request[method](`${ann.url}/api${path}`, {
      headers: { origin: ann.url },
      data,
    });
    return ((await response.json()) as { data: { id: string } }).data;
  };
  const { id } = await ask('post', '/me/circles', { name: 'Climbers' });
  for (const climber of [bo, cy]) await ask('put', `/me/circles/${id}/people/${await idOf(climber)}`, {});
  await ann.goTo('/messages');
  await ann.button(en.newMessage).click();
  const dialog = ann.page.getByRole('dialog', { name: en.newMessage });
  await ann.button('Climbers', dialog).click();
  const chosen = (name: string) => dialog.getByRole('checkbox', { name }).isChecked();
  await expect.poll(async () => [await chosen('Bo'), await chosen('Cy')]).toEqual([true, true]);
  expect(await chosen('Dee')).toBe(false);
  expect(await audit(ann, 'a circle to choose')).toEqual([]);
  await ann.goTo('/settings#notifications');
  await ann.page.getByRole('combobox', { name: 'Climbers' }).selectOption('live');
  await ann.goTo('/inbox');
  const room = await bo.makeRoom({ name: 'Wall talk' });
  await bo.stepIn(room);
  await ann.page.locator('.told', { hasText: 'Bo is in Wall talk' }).waitFor();
});
