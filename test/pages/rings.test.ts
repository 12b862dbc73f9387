import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { befriend, idOf } from '../support/e2e/friends.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { cameraOf, willMove } from '../support/e2e/pictures.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

const cardOf = (guest: Guest) => guest.page.getByRole('region', { name: 'Ann rings you' });

/** Ann at home, and her friends wherever they are. */
async function company(names: readonly string[]) {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const friends: Guest[] = [];
  for (const name of names) {
    const friend = await scene.visit({ name, ...(name === 'Bo' && { tone: tones.bo }) });
    await befriend(ann, friend);
    await friend.goTo('/i/baking');
    await friend.willRead('Baking');
    friends.push(friend);
  }
  await ann.goTo('/');
  return { ann, friends };
}

async function choose(ann: Guest, names: readonly string[]): Promise<void> {
  await ann.button(en.ringFriends).click();
  const dialog = ann.page.getByRole('dialog', { name: en.ringFriends });
  for (const name of names) await dialog.getByRole('checkbox', { name, exact: true }).check();
}

test('R14: four friends are picked, one tap rings them all, one tap joins, and pictures come without a new link', async () => {
  const names = ['Bo', 'Cy', 'Dee', 'Eve'];
  const { ann, friends } = await company(names);
  const [bo, cy] = friends as [Guest, Guest];
  const otherTab = await cy.openTab();
  await otherTab.goTo('/');
  await choose(ann, names);
  await ann.button(en.ringVoice).click();
  await Promise.all([...friends, otherTab].map((friend) => cardOf(friend).waitFor()));
  await ann.beInside();
  const progress = ann.page.getByRole('region', { name: en.ringing });
  await eventually(() => progress.getByText(en['ring.ringing']).count()).toBe(4);

  await ann.button(en.ringStop).waitFor();
  await bo.button(en.ringJoin, cardOf(bo)).click();
  await bo.beInside();
  await bo.willHear(tones.ann);
  await bo.microphone.getByText(en.micOff).waitFor();
  await cy.button(en.ringNotNow, cardOf(cy)).click();
  await cardOf(otherTab).waitFor({ state: 'detached' });
  await progress.getByText(en['ring.joined']).waitFor();
  await progress.getByText(en['ring.declined']).waitFor();

  const path = new URL(bo.page.url()).pathname;
  await bo.openCamera();
  await willMove(cameraOf(ann, 'Bo'));
  expect(new URL(bo.page.url()).pathname).toBe(path);
  await ann.leave();
  for (const late of friends.slice(2)) await cardOf(late).waitFor({ state: 'detached' });
});

test('a friend joins with an open microphone by one tap, and is rung from their page', async () => {
  const { ann, friends } = await company(['Bo']);
  const [bo] = friends as [Guest];
  await ann.goTo(`/u/${await idOf(bo)}`);
  await ann.button(en.ringOne).click();
  await bo.button(en.ringJoinMic, cardOf(bo)).click();
  await Promise.all([ann.beInside(), bo.beInside()]);
  await Promise.all([ann.willHear(tones.bo), bo.willHear(tones.ann)]);
  await eventually(() => ann.page.getByRole('region', { name: en.ringing }).count()).toBe(0);
});

test('nothing is in the way of anybody where it rings', async () => {
  const { ann, friends } = await company(['Bo']);
  const [bo] = friends as [Guest];
  await choose(ann, ['Bo']);
  expect(await audit(ann, 'whom to ring')).toEqual([]);
  await ann.page.setViewportSize({ width: 1280, height: 800 });
  await ann.button(en.ringVideo).click();
  await cardOf(bo).getByText(en.ringIsVideo).waitFor();
  await ann.beInside();
  await ann.page.getByRole('region', { name: en.ringing }).waitFor();
  expect(await audit(bo, 'being rung', ['desktop', 'phone'])).toEqual([]);
  expect(await audit(ann, 'ringing', ['desktop', 'phone'])).toEqual([]);
});

test('who wants no disturbance sees and hears nothing, and whoever rings sees only that nobody answers', async () => {
  const { ann, friends } = await company(['Bo']);
  const [bo] = friends as [Guest];
  await bo.goTo(`/u/${await idOf(bo)}`);
  await bo.page.getByRole('radio', { name: en.presenceDnd }).focus();
  await bo.page.keyboard.press('Space');
  await choose(ann, ['Bo']);
  await ann.button(en.ringVoice).click();
  await ann.beInside();
  await ann.page.getByRole('region', { name: en.ringing }).getByText(en['ring.ringing']).waitFor();
  expect(await cardOf(bo).count()).toBe(0);
  await ann.button(en.ringStop).click();
  await eventually(() => ann.page.getByRole('region', { name: en.ringing }).count()).toBe(0);
});
