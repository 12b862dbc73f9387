import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';
import { wallIn } from '../support/events.ts';

const scene = useHouse();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A zone in which the evening does not go over midnight, and how far it is ahead of Greenwich. */
const zone =
  new Date().getUTCHours() < 20
    ? { name: 'Africa/Abidjan', aheadMs: 0 }
    : { name: 'Asia/Tokyo', aheadMs: 9 * hourMs };

test('an evening: put on the calendar, people come, the curtain opens, one comes up, and a page stays', async () => {
  const hana = await scene.visit({ name: 'Hana', tone: tones.ann });
  const start = wallIn(zone.aheadMs + 5 * minuteMs);
  await hana.goTo('/schedule?interest=film');
  await hana.page.getByLabel(en.eventName).fill('Contact sheets, read aloud');
  await hana.page.getByLabel(en.timeZone).selectOption(zone.name);
  await hana.page.getByLabel(en.eventDate).fill(start.slice(0, 10));
  await hana.page.getByLabel(en.eventStarts).fill(start.slice(11));
  await hana.page.getByLabel(en.eventEnds).fill(wallIn(zone.aheadMs + hourMs).slice(11));
  await hana.button(en.scheduleIt).click();
  await hana.page.waitForURL(/\/e\//);
  const { pathname } = new URL(hana.page.url());

  const ann = await scene.visit({ name: 'Ann', tone: tones.bo, reducedMotion: 'no-preference' });
  const bo = await scene.visit({ name: 'Bo' });
  for (const guest of [ann, bo]) {
    await guest.goTo(pathname);
    await guest.button(en.iCome).click();
  }
  await bo.page.getByText('2 people are going').waitFor();

  await hana.page.reload();
  await hana.page.getByRole('link', { name: en.goBackstage }).click();
  await hana.page.getByText(en.backstage).waitFor();
  await hana.beInside();
  await hana.openMicrophone();
  for (const guest of [ann, bo]) {
    await guest.page.reload();
    await guest.page.getByRole('link', { name: en.stepIn }).click();
    await guest.page.getByText(en.waitingTitle).waitFor();
    await guest.page.evaluate(() => window.probe.listen());
    await guest.willHear();
  }

  await hana.button(en.goLive).click();
  for (const guest of [ann, bo]) await guest.willHear(tones.ann);
  expect(await ann.askedForDevices()).toBe(0);
  await ann.button(en.raiseHand).click();
  await hana.page.keyboard.press('h');
  await ann.page.getByRole('dialog').getByRole('button', { name: en.comeUp }).click();
  await ann.openMicrophone();
  await bo.willHear(tones.ann, tones.bo);
  await hana.willHear(tones.bo);

  await bo.page.getByRole('textbox', { name: en.askStage }).fill('Which frame do you regret?');
  await bo.page.keyboard.press('Enter');
  await hana.page.getByRole('tab', { name: en.questionsTab }).click();
  await hana.button('Answer now: Which frame do you regret?').click();
  await hana.button(en.markAnswered).click();

  await hana.button(en.stageMenu).click();
  await hana.page.getByRole('menuitem', { name: en.endStage }).click();
  await hana.page.getByRole('dialog').getByRole('button', { name: en.endStage }).click();
  await bo.willRead(/^That was /);
  await bo.page.getByText('Which frame do you regret?').waitFor();
  await bo.page.getByRole('link', { name: en.seeRecap }).click();
  await bo.page.getByRole('heading', { name: en.recapQuestions }).waitFor();
  await bo.page.getByText('Which frame do you regret?').waitFor();
  await bo.page.getByText('3 were there at once at most').waitFor();
});
