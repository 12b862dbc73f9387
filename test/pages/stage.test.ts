import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

async function makeStage(...names: string[]) {
  const host = await scene.visit({ name: 'Hana' });
  const room = await host.makeRoom({ mode: 'stage', topic: 'Which paper, and why' });
  await host.stepIn(room);
  const people: Guest[] = [];
  for (const name of names) {
    const guest = await scene.visit({ name });
    await guest.goTo(`/r/${room.slug}`);
    await guest.button(en.stepIn).click();
    await guest.button(en.leaveQuietly).first().waitFor();
    people.push(guest);
  }
  return { host, room, people };
}

test('a listener asks for no microphone, raises a hand with a reason, and comes up when asked', async () => {
  const { host, people } = await makeStage('Ann', 'Bo');
  const [ann, bo] = people as [Guest, Guest];
  expect(await ann.microphone.count()).toBe(0);
  await ann.button(en.raiseHand).click();
  await ann.page.getByLabel(en.handWhy).fill('Split-grade: <b>which</b> filter first?');
  await ann.button(en.handSay).click();
  await bo.button(en.raiseHand).click();
  await bo.page.getByText('You are number 2 in line').first().waitFor();
  await host.page.getByText('Split-grade: <b>which</b> filter first?').waitFor();
  expect(await audit(host, 'a stage, as its host')).toEqual([]);
  expect(await audit(ann, 'a stage, in the audience')).toEqual([]);

  await host.page.keyboard.press('h');
  const sheet = ann.page.getByRole('dialog', { name: en.invitedTitle });
  await sheet.waitFor();
  expect(await audit(ann, 'asked to come on stage')).toEqual([]);
  await sheet.getByRole('button', { name: en.comeUp }).click();
  await ann.microphone.waitFor();
  await bo.page.getByText(en.youAreNext).first().waitFor();
  expect(await ann.askedForDevices()).toBe(0);
  await bo.page.getByLabel('On stage, 2 people').waitFor();
});

test('turns go on by keys, and everybody sees whose it is', async () => {
  const { host, people } = await makeStage('Ann', 'Bo');
  const [ann, bo] = people as [Guest, Guest];
  await host.button(en.stageMenu).click();
  await host.page.getByLabel(en.micMode).selectOption({ label: en['mics.turns'] });
  expect(await audit(host, 'what a host decides about the stage', ['desktop'])).toEqual([]);
  await host.page.keyboard.press('Escape');
  for (const guest of [ann, bo]) await guest.button(en.queueForMic).click();
  await ann.page.getByText(en.turnMine).waitFor();
  await bo.page.getByText('Ann has the floor').waitFor();
  await host.page.keyboard.press('n');
  await bo.page.getByText(en.turnMine).waitFor();
  await eventually(() => ann.microphone.count()).toBe(0);
  await bo.button(en.turnPass).click();
  await host.page.getByText(en.turnNobody).waitFor();
});

test('the audience waits before the curtain, and sees reactions and the end', async () => {
  const { host, people, room } = await makeStage('Ann');
  const [ann] = people as [Guest];
  await host.button(en.stageMenu).click();
  await host.page.getByRole('menuitem', { name: en.closeDoors }).click();
  await ann.page.getByText(en.waitingTitle).waitFor();
  expect(await audit(ann, 'before the curtain')).toEqual([]);
  await host.button(en.goLive).click();
  await ann.page.getByText('Live in 3').waitFor();
  await ann.page.getByLabel('On stage, 1 person').waitFor();

  await ann.button(en.react).click();
  await ann.page.getByRole('menuitem', { name: en['stamp.heart'] }).click();
  await host.page.locator('.rising .s-heart').waitFor({ state: 'attached' });

  await ann.button(en.ask).first().click();
  await ann.page.getByRole('textbox', { name: en.askStage }).fill('Is there a paper you still mourn?');
  await ann.page.keyboard.press('Enter');
  await host.page.getByRole('tab', { name: en.questionsTab }).click();
  await host.button('Answer now: Is there a paper you still mourn?').click();
  await host.button(en.markAnswered).click();
  await ann.page.getByRole('heading', { name: en.answeredHeading }).waitFor();
  await host.button(en.stageMenu).click();
  await host.page.getByRole('menuitem', { name: en.endStage }).click();
  await host.page.getByRole('dialog').getByRole('button', { name: en.endStage }).click();
  await ann.willRead(`That was ${room.name}`);
  await ann.page.getByText('Is there a paper you still mourn?').waitFor();
  expect(await audit(ann, 'after a stage')).toEqual([]);
});
