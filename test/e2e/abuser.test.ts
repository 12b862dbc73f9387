import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
const people = (guest: Guest) => guest.page.getByRole('tab', { name: en.peopleTab }).click();

/** Two taps: the person, then what is to be done. */
async function act(keeper: Guest, name: string, what: string): Promise<void> {
  await keeper.button(`What to do with ${name}`).click();
  await keeper.page.getByRole('menuitem', { name: what }).click();
}

test('an abuser is silent, then out, within two taps, and stays out as somebody new', async () => {
  const hana = await scene.visit({ name: 'Hana' });
  const mo = await scene.visit({ name: 'Mo' });
  const troll = await scene.visit({ name: 'Troll', tone: tones.ann });
  const room = await hana.makeRoom({ lasting: true });
  for (const guest of [hana, mo, troll]) await guest.stepIn(room);
  await Promise.all([hana, mo].map(people));
  await act(hana, 'Mo', en.giveRole);
  const roles = hana.page.getByRole('dialog', { name: 'What Mo is here' });
  await roles.getByRole('radio', { name: en['role.moderator'] }).check();
  await hana.button(en.save, roles).click();
  await mo.page.getByText('Hana changed your role here: Moderator.').waitFor();

  await troll.openMicrophone();
  await hana.willHear(tones.ann);
  await troll.write('Buy my tyres');
  await act(mo, 'Troll', en.muteForAWhile);
  await hana.willHear();
  await troll.microphone.click();
  await troll.page
    .getByText(/A host muted you until/)
    .first()
    .waitFor();
  await hana.willHear();

  await mo.button('What to do with Troll').click();
  await mo.page.getByRole('menuitem', { name: en.sayWhy }).click();
  const dialog = mo.page.getByRole('dialog', { name: 'What about Troll?' });
  await dialog.getByLabel(en.deedWhat).selectOption('ban');
  await dialog.getByLabel(en['reason.selling']).check();
  await dialog.getByLabel(en.deedLines).check();
  await mo.button(en['deed.ban'], dialog).click();
  await troll.page.getByText(new RegExp(en['reason.selling'])).waitFor();
  await hana.page.getByRole('tab', { name: en.chat }).click();
  await eventually(async () => (await hana.lines()).join()).not.toContain('Buy my tyres');

  // Another name, and nobody the house knows: the browser is the same.
  await troll.context.clearCookies({ name: 'hobnob_guest' });
  await troll.goTo(`/r/${room.slug}`);
  await troll.page.getByText(/closed the door for you/).waitFor();
  expect(await troll.microphone.count()).toBe(0);

  await people(hana);
  await hana.button(en.freeze).click();
  const late = await scene.visit({ name: 'Late' });
  await late.goTo(`/r/${room.slug}`);
  await late.button(en.stepIn).click();
  await late.button(en.stepIn).waitFor({ state: 'detached' });
  expect(await late.microphone.count()).toBe(0);
  await hana.button(en.thaw).filter({ visible: true }).first().click();
  await late.stepIn(room);

  await mo.goTo('/log');
  const rows = mo.page.locator('.log-table tbody tr');
  for (const deed of ['did.thawed', 'did.frozen', 'did.banned', 'did.muted'] as const) {
    await rows.getByText(en[deed]).first().waitFor();
  }
});
