import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { Authenticator } from '../support/e2e/authenticator.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

const tabs = ['overview', 'people', 'rooms', 'reports', 'bans', 'invitations', 'capacity', 'log'] as const;
const headingOf = ({ page }: Guest, name: string) => page.getByRole('heading', { level: 2, name }).waitFor();

/** Keeps the name with a passkey, wherever that is offered. */
async function keepName(guest: Guest): Promise<void> {
  await guest.button(en.addPasskey).click();
  await guest.button(en.codesDone).click();
  await guest.page.getByRole('dialog').waitFor({ state: 'detached' });
}

test('who opens the link that the start prints runs the house: names a moderator, and has accounts by invitation', async () => {
  const hana = await scene.visit({ name: 'Hana' });
  await Authenticator.plugIn(hana);
  const mo = await scene.visit({ name: 'Mo' });
  await Authenticator.plugIn(mo);
  await mo.goTo('/settings');
  await keepName(mo);

  const printed = await scene.house.greeting();
  const link = /http\S+\/admin#code=\S+/.exec(printed)?.[0] ?? '';
  await hana.page.goto(link);
  await hana.willRead(en.claimTitle);
  expect(hana.page.url()).not.toContain('code');
  await keepName(hana);
  await hana.button(en.claimGo).click();
  await headingOf(hana, en['adminTab.overview']);
  expect(await scene.house.greeting()).not.toContain('Nobody runs');

  await hana.page.getByRole('link', { name: en['adminTab.people'] }).click();
  await hana.page.getByLabel(en.housePersonFind).fill('mo');
  await hana.button(/about Mo$/).click();
  await hana.page.getByRole('menuitem', { name: en.makeModerator }).click();
  await hana.page.getByText('Mo is one now: House moderator.').waitFor();
  // What Mo may do is there without a reload.
  await mo.button(/^You are Mo/).click();
  await mo.page.getByRole('menuitem', { name: en.admin }).click();
  await headingOf(mo, en['adminTab.overview']);
  await mo.page.getByText(en.onlyAdmins).waitFor();

  await hana.page.getByRole('link', { name: en['adminTab.overview'] }).click();
  await hana.page.getByText(en['registration.invite'], { exact: true }).click();
  await hana.page.getByText(en.houseChanged).first().waitFor();
  const gus = await scene.visit({ name: 'Gus' });
  await Authenticator.plugIn(gus);
  await gus.goTo('/settings');
  await gus.page.getByText(en.keepInvite).waitFor();
  expect(await gus.button(en.addPasskey).count()).toBe(0);
  // As a house has it that is reached over plain http.
  await hana.page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await hana.page.getByRole('link', { name: en['adminTab.invitations'] }).click();
  await hana.page.getByText(en.noInvitations).waitFor();
  await hana.button(en.inviteMake).click();
  await hana.page
    .locator('.house-list li')
    .getByText(/^used by 0 of 1, until /)
    .waitFor();
  expect(await hana.page.getByText(en['problem.internal']).count()).toBe(0);
  const invitation = await hana.page.getByLabel(en.inviteLink).inputValue();
  await gus.page.goto(invitation);
  await gus.willRead(en.joinHeading);
  await keepName(gus);
  await gus.page.getByText(/^You are Gus here/).waitFor();

  gus.allow(/403/);
  // Whoever has the machine comes back in, whatever somebody who runs the house has done.
  await hana.page.getByRole('link', { name: en['adminTab.people'] }).click();
  await hana.page.getByLabel(en.housePersonFind).fill('gus');
  await hana.button(/about Gus$/).click();
  await hana.page.getByRole('menuitem', { name: en.banFromHouse }).click();
  const dialog = hana.page.getByRole('dialog');
  await dialog.getByLabel(en['reason.selling']).check();
  await hana.button(en.banFromHouse, dialog).click();
  await gus.willRead(en.houseClosed);
  await gus.goTo(`/admin#code=${await scene.house.makeAdminCode()}`);
  await gus.button(en.claimGo).click();
  await headingOf(gus, en['adminTab.overview']);
}, 120_000);

/** Goes to another part by the keyboard: one is still where one was in the index. */
async function willKeepFocus(guest: Guest): Promise<void> {
  const link = guest.page.getByRole('link', { name: en['adminTab.people'] });
  await link.press('Enter');
  await headingOf(guest, en['adminTab.people']);
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  await guest.page.getByRole('link', { name: en['adminTab.overview'] }).click();
}

/** What was refused does not look chosen, and what does not fit is said beside the field. */
async function willSayHowItIs(guest: Guest): Promise<void> {
  await guest.page.route('**/api/house/settings', (route) =>
    route.fulfill({ json: { ok: false, error: { code: 'internal', message: '' } } }),
  );
  await guest.page.getByText(en['registration.closed'], { exact: true }).click();
  await guest.page.getByText(en['problem.internal']).waitFor();
  await guest.page.unroute('**/api/house/settings');
  expect(await guest.page.getByRole('radio', { name: en['registration.invite'] }).isChecked()).toBe(true);
  const field = guest.page.getByLabel(en['limit.roomCapacity']);
  await field.fill('20000');
  await guest.page.getByText('A whole number from 2 to 10000, please.').waitFor();
  await field.fill('40');
  await guest.button(en.save).click();
  await guest.page.getByText(en.houseChanged).waitFor();
  expect(await field.inputValue()).toBe('40');
}

test('axe finds nothing on any page of who runs the house', async () => {
  const hana = await scene.visit({ name: 'Hanako' });
  await Authenticator.plugIn(hana);
  const faults: string[] = [];
  await hana.goTo('/admin');
  await hana.willRead(en.claimTitle);
  faults.push(...(await audit(hana, 'claim')));
  // As it was printed, typed by hand; whoever reloads meanwhile need not type it again.
  await hana.page.getByLabel(en.claimCode).fill(await scene.house.makeAdminCode());
  await hana.button(en.claimGoOn).click();
  await hana.page.reload();
  await keepName(hana);
  await hana.button(en.claimGo).click();
  await headingOf(hana, en['adminTab.overview']);
  await willKeepFocus(hana);
  await willSayHowItIs(hana);
  await hana.makeRoom({ lasting: true });
  for (const tab of tabs) {
    await hana.goTo(`/admin?tab=${tab}`);
    await headingOf(hana, en[`adminTab.${tab}`]);
    if (tab === 'overview') await hana.page.getByText(en.houseLimits).waitFor();
    else if (tab === 'capacity') await hana.page.getByText(en.capacityCores).waitFor();
    else if (tab === 'log') await hana.page.getByRole('row').nth(1).waitFor();
    else if (tab === 'reports') await hana.page.getByText(en.noReports).waitFor();
    else if (tab === 'bans') await hana.page.getByText(en.noBans).waitFor();
    else if (tab === 'invitations') await hana.button(en.inviteMake).click();
    else await hana.page.locator('.house-list li').first().waitFor();
    faults.push(...(await audit(hana, tab)));
  }
  await hana.goTo('/admin?tab=people');
  await hana.button(/about Mo$/).click();
  await hana.page.getByRole('menuitem', { name: en.deletePerson }).click();
  await hana.page.getByRole('dialog').waitFor();
  faults.push(...(await audit(hana, 'delete')));
  expect(faults).toEqual([]);
}, 180_000);
