import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

async function pageOf(guest: Guest): Promise<string> {
  const response = await guest.context.request.get(`${guest.url}/api/me`);
  return `/u/${((await response.json()) as { data: { id: string } }).data.id}`;
}

test('R17: friends ask and agree on each other’s pages, and each sees it without asking', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  await bo.goTo(await pageOf(bo));
  await bo.willRead('Bo');
  await ann.goTo(await pageOf(bo));
  await ann.button(en.befriend).click();
  await ann.page.getByText(en.askedFriend, { exact: true }).waitFor();
  await bo.page.getByRole('heading', { name: en.askingYou }).waitFor();
  expect(await audit(bo, 'own page with people')).toEqual([]);
  await bo.button(`${en.agree}: Ann`).click();
  await bo.page.getByRole('heading', { name: en.friends }).waitFor();
  await ann.page.getByText(en.friends, { exact: true }).waitFor();
});

test('R18: a person and an interest are followed with one tap, and found on the own page', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  await ann.goTo('/i/baking');
  await ann.button('Follow Baking').click();
  await ann.button('Following Baking. Unfollow').waitFor();
  await ann.goTo(await pageOf(bo));
  await ann.button('Follow Bo').click();
  await ann.button('Following Bo. Unfollow').waitFor();
  await ann.goTo(await pageOf(ann));
  await ann.page.getByRole('heading', { name: en.following }).waitFor();
  await ann.page.getByRole('link', { name: 'Bo', exact: true }).waitFor();
});

test('a block in a room silences both and hides what was written, until it is taken back', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await Promise.all([ann, bo].map((guest) => guest.openMicrophone()));
  await Promise.all([ann.willHear(tones.bo), bo.willHear(tones.ann)]);
  await bo.write('Is it rye?');
  await eventually(() => ann.lines()).toEqual(['Is it rye?']);
  await ann.page.getByRole('tab', { name: en.peopleTab }).click();
  await ann.button('What to do with Bo').click();
  await ann.page.getByRole('menuitem', { name: en.block }).click();
  expect(await audit(ann, 'about to block', ['desktop'])).toEqual([]);
  await ann.page.setViewportSize({ width: 1280, height: 800 });
  await ann.button(en.block, ann.page.getByRole('dialog', { name: 'Block Bo?' })).click();
  await Promise.all([ann.willHear(), bo.willHear()]);
  await ann.page.getByRole('tab', { name: en.chat }).click();
  await bo.write('Anybody?');
  await ann.write('Just us');
  await eventually(() => bo.lines()).toEqual(['Is it rye?', 'Anybody?']);
  await eventually(() => ann.lines()).toEqual(['Just us']);

  await ann.page.getByRole('tab', { name: en.peopleTab }).click();
  await ann.page.getByRole('link', { name: 'Ann' }).click();
  await ann.page.getByRole('heading', { name: en.blockedPeople }).waitFor();
  await ann.button(`${en.unblock}: Bo`).click();
  await Promise.all([ann.willHear(tones.bo), bo.willHear(tones.ann)]);
});

test('the page of somebody who is blocked says so, and the other one’s page says nothing', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  await ann.goTo(await pageOf(bo));
  await ann.button('What to do with Bo').click();
  await ann.page.getByRole('menuitem', { name: en.block }).click();
  await ann.button(en.block, ann.page.getByRole('dialog', { name: 'Block Bo?' })).click();
  await ann.page.getByText('You blocked Bo').waitFor();
  expect(await audit(ann, 'page of somebody blocked', ['phone'])).toEqual([]);
  await bo.goTo(await pageOf(ann));
  await bo.willRead('Ann');
  await bo.button(en.befriend).waitFor();
  await ann.button(en.unblock).click();
  await ann.button(en.befriend).waitFor();
});

test('R2: people who share two interests are shown to each other, unless one of them is blocked', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  const theme = { base: 'device', accent: 'fern', wallpaper: null };
  const blank = { bio: '', pronouns: '', city: '', languages: [], theme };
  for (const { context, url } of [ann, bo]) {
    const data = { ...blank, interests: ['baking', 'chess'] };
    await context.request.put(`${url}/api/me/profile`, { headers: { origin: url }, data });
  }
  for (const path of ['/', '/i/baking']) {
    await ann.goTo(path);
    await ann.page.getByRole('link', { name: 'Bo Into Baking and Chess' }).waitFor();
    expect(await audit(ann, `people like Ann, ${path}`)).toEqual([]);
  }
  await bo.context.request.put(`${bo.url}/api${(await pageOf(ann)).replace('/u/', '/people/')}/block`, {
    headers: { origin: bo.url },
    data: {},
  });
  await ann.goTo('/i/chess');
  await ann.willRead('Chess');
  await ann.page.waitForLoadState('networkidle');
  expect(await ann.page.getByText(en.peopleLikeYou).count()).toBe(0);
});

test('R12: who steps into a room, wants no disturbance, or is invisible is seen so by a follower within two seconds', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  const room = await bo.makeRoom({ name: 'Repair café' });
  await bo.goTo(await pageOf(bo));
  await ann.goTo(await pageOf(bo));
  await ann.button('Follow Bo').click();
  await ann.goTo(await pageOf(ann));
  const row = ann.page.locator('.known-row').filter({ hasText: 'Bo' });
  await row.getByText(en.presenceOnline).waitFor();
  // By keyboard: the arrow keys move the choice.
  await bo.page.getByRole('radio', { name: en.presenceOnline }).focus();
  await bo.page.keyboard.press('ArrowRight');
  await row.getByText(en.presenceDnd).waitFor({ timeout: 2_000 });
  expect(await audit(bo, 'how one is seen')).toEqual([]);
  await bo.page.setViewportSize({ width: 1280, height: 800 });
  await bo.stepIn(room);
  await row.getByRole('link', { name: 'In Repair café' }).waitFor({ timeout: 2_000 });
  expect(await audit(ann, 'somebody who is here')).toEqual([]);
  await bo.page.getByRole('tab', { name: en.peopleTab }).click();
  await bo.page.getByRole('tabpanel').getByRole('link', { name: /Bo/ }).click();
  await bo.page.getByRole('radio', { name: en.presenceDnd }).focus();
  await bo.page.keyboard.press('ArrowRight');
  await row.getByText(en.presenceOffline).waitFor({ timeout: 2_000 });
  await ann.goTo('/');
  await ann.page.getByRole('navigation', { name: en.house }).waitFor();
  expect(await ann.page.locator(`a.cell[href="/r/${room.slug}"] .body`).count()).toBe(0);
});
