import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { limits } from '../../protocol/limits.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { scripts } from '../support/e2e/scripts.ts';
import { useHouse } from '../support/e2e/visit.ts';
import { watchForScripts } from '../support/e2e/watchForScripts.ts';

const scene = useHouse();

async function inRoom() {
  const host = await scene.visit({ name: 'Hana' });
  const ann = await scene.visit({ name: 'Ann' });
  const room = await host.makeRoom({ lasting: true });
  for (const guest of [host, ann]) await guest.stepIn(room);
  for (const guest of [host, ann]) await guest.page.getByRole('tab', { name: en.questionsTab }).click();
  return { host, ann, room };
}

async function ask(guest: Guest, text: string) {
  await guest.page.getByRole('textbox', { name: en.askRoom }).fill(text);
  await guest.page.keyboard.press('Enter');
}

test('R20: what most want to know is first, for the host to take up, and what was asked is found again', async () => {
  const { host, ann } = await inRoom();
  await ask(host, 'Gloves or tongs, be honest.');
  await ask(ann, '暗房新手先买放大机吗？');
  const votes = host.page.locator('.qs .vote');
  await eventually(() => votes.count()).toBe(2);
  await host.page.getByText('暗房新手').waitFor();
  await host.page
    .locator('.qs > li')
    .filter({ hasText: '暗房新手' })
    .getByRole('button', { name: /vote for this question/ })
    .click();
  await eventually(() => host.page.locator('.qs > li').first().textContent()).toMatch(/暗房新手/);
  expect(await audit(ann, 'questions')).toEqual([]);
  await host.button('Answer now: 暗房新手先买放大机吗？').click();
  await host.page.getByText(en.answeringNow).waitFor();
  await host.button(en.nextQuestion).click();
  await host.page.getByRole('heading', { name: en.answeredHeading }).waitFor();
  await host.page.getByRole('searchbox', { name: en.searchQuestions }).fill('放大机');
  await host.page.getByText('1 question found').waitFor();
});

test('a poll shows what others chose once one has chosen', async () => {
  const { host, ann } = await inRoom();
  await host.button(en.newPoll).click();
  const dialog = host.page.getByRole('dialog', { name: en.newPoll });
  await dialog.getByLabel(en.pollQuestion).fill('Which paper?');
  await dialog.getByLabel('Answer 1').fill('Ilford');
  await dialog.getByLabel('Answer 2').fill('Foma');
  expect(await audit(host, 'a new poll', ['desktop'])).toEqual([]);
  await dialog.getByRole('button', { name: en.pollStart }).click();
  await ann.page.getByText(en.pollHidden).waitFor();
  await ann.page.getByLabel('Foma').check();
  await ann.button(en.pollVote).click();
  await ann.page.getByText('100 %').waitFor();
  await eventually(() => host.page.locator('.poll').textContent()).toMatch(/1 person chose/);
  expect(await audit(ann, 'a poll', ['desktop'])).toEqual([]);
});

test('scripts in questions, reasons and polls run nowhere', { timeout: 120_000 }, async () => {
  const { host, ann } = await inRoom();
  const watched = await Promise.all([host, ann].map(watchForScripts));
  for (const [index, script] of scripts.slice(0, 40).entries()) {
    const mark = `q${index}q`;
    await ask(ann, `${mark} ${script}`.slice(0, limits.question));
    const row = host.page.locator('.qs > li').filter({ hasText: mark });
    await row.waitFor();
    await row.getByRole('button', { name: /^Take away/ }).click();
    await eventually(() => ann.page.locator('.qs > li').count()).toBe(0);
  }
  expect(watched).toEqual([[], []]);
});
