import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

test('a host says why, the removed person reads it everywhere, and it stands in the log', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  await bo.stepIn(room);
  await ann.page.getByRole('tab', { name: en.peopleTab }).click();
  const choose = async (what: string) => {
    await ann.button('What to do with Bo').click();
    await ann.page.getByRole('menuitem', { name: what }).click();
  };
  await choose(en.noChatForAWhile);
  await bo.page.getByText(/asked you not to write until/).waitFor();
  await ann.button(en.takeBack).click();
  await bo.page.getByText(/asked you not to write until/).waitFor({ state: 'detached' });

  await choose(en.sayWhy);
  const dialog = ann.page.getByRole('dialog', { name: 'What about Bo?' });
  await dialog.getByLabel(en.deedWhat).selectOption('ban');
  await dialog.getByLabel(en.deedLength).selectOption('1440');
  await dialog.getByLabel(en['reason.talksOver']).check();
  await dialog.getByLabel(en.deedNote).fill('Please let others <b>finish</b>');
  const faults = await audit(ann, 'why', ['desktop']);
  await ann.button(en['deed.ban'], dialog).click();

  const why = new RegExp(`Ann closed the door for you until .* ${en['reason.talksOver']}.*<b>finish</b>`);
  await bo.page.getByText(why).waitFor();
  faults.push(...(await audit(bo, 'removed')));
  await bo.goTo(`/r/${room.slug}`);
  await bo.page.getByText(why).waitFor();

  await ann.goTo('/log');
  await ann.page.getByRole('heading', { name: en.log }).waitFor();
  const rows = ann.page.locator('.log-table tbody tr');
  await rows.first().getByText(en['did.banned']).waitFor();
  expect(await rows.count()).toBe(3);
  await ann.page.getByText(en.logMutes, { exact: true }).click();
  await rows.first().getByText(en['did.chatOff']).waitFor();
  faults.push(...(await audit(ann, 'log')));
  expect(faults).toEqual([]);
});
