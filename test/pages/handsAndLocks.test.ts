import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
const hand = (guest: Guest) => guest.page.locator('button[aria-keyshortcuts="H"]');
const people = (guest: Guest) => guest.page.getByRole('tab', { name: en.peopleTab }).click();

async function three(): Promise<[Guest, Guest, Guest]> {
  const ann = await scene.visit({ name: 'Ann' });
  return [ann, await scene.visit({ name: 'Bo' }), await scene.visit({ name: 'Cy' })];
}

/** Opens what a host can do about somebody, and chooses. */
async function choose(host: Guest, name: string, what: string): Promise<void> {
  await host.button(`What to do with ${name}`).click();
  await host.page.getByRole('menuitem', { name: what }).click();
}

test('hands are seen by all, stand in turn, and are lowered by their owner or by a host', async () => {
  const [ann, bo, cy] = await three();
  const room = await ann.makeRoom();
  for (const guest of [ann, bo, cy]) await guest.stepIn(room);
  await Promise.all([ann, bo].map(people));
  await cy.page.keyboard.press('h');
  await hand(cy).getByText(en.handUp).waitFor();
  await hand(bo).click();
  await hand(bo).getByText(en.handUp).waitFor();
  const queue = () => ann.page.locator('.plist ol .prow > .grow > b').allInnerTexts();
  await eventually(queue).toEqual(['Cy', 'Bo']);
  expect(await ann.page.locator('.person .badge.hand').count()).toBe(2);
  await ann.page.getByText(/raised a hand/).waitFor();
  expect(await bo.page.locator('.plist ol .prow > .grow > small').allInnerTexts()).toEqual([
    'hand up, muted',
    'hand up, muted',
  ]);
  const faults = await audit(ann, 'hands', ['desktop']);

  await choose(ann, 'Cy', en.lowerHand);
  await eventually(queue).toEqual(['Bo']);
  await hand(cy).getByText(en.hand, { exact: true }).waitFor();
  await hand(bo).click();
  await eventually(queue).toEqual([]);
  await bo.button('What to do with Cy').click();
  await bo.page.getByRole('menuitem', { name: en.muteForMe }).waitFor();
  const forMember = [en.seeProfile, en.muteForMe, en.report, en.circles, en.block];
  expect(await bo.page.getByRole('menuitem').allInnerTexts(), 'for a member').toEqual(forMember);
  expect(faults).toEqual([]);
});

test('a locked room shows it and takes nobody in until it is unlocked', async () => {
  const [ann, bo, cy] = await three();
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await people(ann);
  await ann.button(en.lock).click();
  await bo.page.locator('.room-top').getByText(en.locked).waitFor();
  await cy.goTo(`/r/${room.slug}`);
  await cy.button(en.stepIn).click();
  await cy.willRead(`${room.name} is locked.`);
  const faults = await audit(cy, 'locked');

  await ann.button(en.unlock).click();
  await bo.page.locator('.room-top').getByText(en.locked).waitFor({ state: 'detached' });
  await cy.button(en.knockAgain).click();
  await cy.beInside();
  expect(faults).toEqual([]);
});

test('whoever is asked to leave stays out, by whatever door, until a host lets them back in', async () => {
  const [ann, bo] = await three();
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await people(ann);
  await choose(ann, 'Bo', en.remove);
  const title = `You were asked to leave ${room.name}.`;
  await bo.willRead(title);
  await bo.page.getByText(/closed the door for you until \d\d:\d\d/).waitFor();
  expect(await bo.button(en.stepBackIn).count()).toBe(0);
  const faults = await audit(bo, 'removed');
  await eventually(() => ann.page.locator('[data-participant]').count()).toBe(1);
  const other = await bo.openTab();
  await bo.page.reload();
  for (const tab of [bo, other]) {
    await tab.goTo(`/r/${room.slug}`);
    await tab.willRead(title);
    await tab.page.getByText(/until \d\d:\d\d/).waitFor();
  }

  await ann.button(en.editRoom).filter({ visible: true }).first().click();
  const settings = ann.page.getByRole('dialog', { name: en.editTitle });
  await settings.getByText(/until \d\d:\d\d/).waitFor();
  faults.push(...(await audit(ann, 'room settings', ['phone'])));
  await ann.button('Let Bo back in', settings).click();
  await settings.getByText(en.nobodyRemoved).waitFor();
  await bo.goTo(`/r/${room.slug}`);
  await bo.stepIn(room);
  expect(faults).toEqual([]);
});

test('whoever is banned reads why and no time', async () => {
  const [ann, bo] = await three();
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await people(ann);
  await choose(ann, 'Bo', en.ban);
  await ann.page.getByRole('dialog').getByLabel(en['reason.insults']).check();
  await ann.button(en.ban, ann.page.getByRole('dialog')).click();
  const why = `Ann closed the door for you. The reason: ${en['reason.insults']}.`;
  await bo.page.getByText(why).waitFor();
  await bo.goTo(`/r/${room.slug}`);
  await bo.page.getByText(why).waitFor();
});
