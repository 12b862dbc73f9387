import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { befriend } from '../support/e2e/friends.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

/** Begins a conversation on the page of messages. */
async function begin(guest: Guest, names: readonly string[], group = ''): Promise<void> {
  await guest.goTo('/messages');
  await guest.button(en.newMessage).click();
  const dialog = guest.page.getByRole('dialog', { name: en.newMessage });
  for (const name of names) await dialog.getByRole('checkbox', { name }).check();
  if (group) await dialog.getByRole('textbox', { name: en.groupName }).fill(group);
  expect(await audit(guest, 'whom to write to', ['desktop'])).toEqual([]);
  await guest.page.setViewportSize({ width: 1280, height: 800 });
  await guest.button(en.beginConversation, dialog).click();
  await guest.page.locator('.convo-head').waitFor();
}

const row = (guest: Guest, name: string) => guest.page.locator('.convo').filter({ hasText: name });

test('friends write to each other wherever they are, and both tabs of one know what was read', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  await befriend(ann, bo);
  await bo.goTo('/');
  const otherTab = await bo.openTab();
  await otherTab.goTo('/search');
  await begin(ann, ['Bo']);
  await ann.write('Rye or wheat?');
  await eventually(() => ann.lines()).toEqual(['Rye or wheat?']);
  const waiting = bo.page.getByRole('navigation', { name: en.mainNavigation }).getByText('1 unread message');
  await waiting.first().waitFor({ state: 'attached' });
  await bo.page
    .getByRole('link', { name: /^Messages/ })
    .filter({ visible: true })
    .first()
    .click();
  await row(bo, 'Ann').click();
  await eventually(() => bo.lines()).toEqual(['Rye or wheat?']);
  expect(await audit(bo, 'a conversation')).toEqual([]);
  await bo.page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(() => otherTab.page.locator('.topbar .count').count()).toBe(0);
  await bo.write('Rye.');
  await eventually(() => ann.lines()).toEqual(['Rye or wheat?', 'Rye.']);
});

test('R16: a group chat becomes a call with one tap, a voice first, then a camera, and nobody reconnects', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const cy = await scene.visit({ name: 'Cy' });
  await befriend(ann, bo);
  await befriend(ann, cy);
  await Promise.all([bo, cy].map((guest) => guest.goTo('/messages')));
  await begin(ann, ['Bo', 'Cy'], 'Book club');
  await ann.write('Shall we talk?');
  await row(bo, 'Book club').click();
  await eventually(() => bo.lines()).toEqual(['Shall we talk?']);
  await ann.button(en.call).click();
  await ann.beInside();
  await ann.willRead('Book club');
  await row(cy, '1 in the call').waitFor();
  expect(await audit(cy, 'a friend rings', ['desktop'])).toEqual([]);
  await bo.button(en.ringJoin).click();
  await bo.beInside();
  await bo.willHear(tones.ann);
  const joined = () => bo.page.evaluate(() => performance.getEntriesByType('navigation').length);
  const before = await joined();
  const seats = await ann.page.locator('[data-participant]').count();
  await bo.openCamera();
  await ann.page.locator('.tile video').first().waitFor();
  await bo.willHear(tones.ann);
  expect(await joined()).toBe(before);
  expect(await ann.page.locator('[data-participant]').count()).toBe(seats);
  // What was written is beside the call, and what is written there is in the conversation.
  await eventually(() => bo.lines()).toEqual(['Shall we talk?']);
  await bo.write('Here I am');
  await row(cy, 'Bo: Here I am').waitFor();
});
