import type { Browser, Page } from 'playwright-core';
import { en } from '../../client/words/en/index.ts';
import type { QuestionInfo } from '../../protocol/questions.ts';
import type { EventPage } from '../../protocol/schedule.ts';
import { screens } from '../support/e2e/audit.ts';
import type { House } from '../support/e2e/house.ts';
import { ask, Listener, meet } from './cast.ts';
import { installPretence, pretenceOf } from './pretend.ts';
import { audience, speakers } from './rooms.ts';
import type { Shots } from './Shots.ts';

const minutesAhead = 8;
const settings = {
  title: 'Contact sheets, read aloud',
  topic: 'Every frame they did not choose, and why',
  description:
    'Three photographers put a whole roll on the table and say what they saw.\n\nBring a loupe, or a question.',
  interests: ['film'],
  language: 'en',
  city: 'Lisboa',
  minutes: 75,
  zone: 'UTC',
  capacity: 200,
};
const questions = [
  'Is there a paper you still mourn?',
  'How do you choose between two frames that say the same?',
  'Gloves or tongs, be honest.',
];

/** An event from the form to what is left of it: its host, those on stage, and a hundred who listen. */
export async function evening(browser: Browser, house: House, shots: Shots): Promise<void> {
  const { page } = shots;
  await page.setViewportSize(screens.desktop);
  await page.goto(`${house.url}/schedule?interest=film`);
  await page.getByLabel(en.eventName).fill(settings.title);
  await shots.all('schedule', true);

  const people = await Promise.all(audience.map((person) => meet(house, person)));
  const event = await announce(page);
  const address = `/e/${event.event.slug}`;
  const answer = `/events/${event.event.slug}/dates/${event.occasion.date}/answer`;
  for (const { cookie } of people) await ask(house, 'PUT', answer, cookie, { answer: 'going' });
  await page.goto(`${house.url}/events`);
  await page.locator('h1').waitFor();
  await shots.all('events');
  await page.goto(house.url + address);
  await page.locator('h1').waitFor();
  await shots.all('event', true);

  await page.setViewportSize(screens.desktop);
  await page.getByRole('link', { name: en.goBackstage }).click();
  await page.getByText(en.backstage).waitFor();
  await page.locator('button[aria-keyshortcuts="V"]').click();
  const guests = await Promise.all(
    speakers.map(async (person, index) => {
      const guest = await seat(browser, house, `/r/${event.room}`, pretenceOf(person, index));
      await ask(house, 'PUT', '/me', await cookieOf(guest, house), {
        name: person.name,
        avatar: person.avatar,
      });
      await guest.reload();
      await guest.getByRole('button', { name: en.stepIn, exact: true }).click();
      return guest;
    }),
  );
  const [viewer] = guests;
  if (!viewer) throw new Error('Nobody came.');
  const theirs = shots.of(viewer);
  await viewer.getByText(en.waitingTitle).waitFor();
  await theirs.all('stage-waiting');
  const listeners = people.map((known) => new Listener(house, known));
  for (const listener of listeners) await listener.enter(event.room ?? '');
  await shots.all('backstage');

  await page.setViewportSize(screens.desktop);
  await page.getByRole('button', { name: en.goLive }).click();
  await viewer.getByLabel(/^On stage/).waitFor();
  for (const guest of guests.slice(1)) await comeUp(page, guest);
  const asked: QuestionInfo[] = [];
  for (const [index, text] of questions.entries()) {
    asked.push(
      (await listeners[index]?.request<QuestionInfo>('question:ask', { text })) ?? ({} as QuestionInfo),
    );
  }
  for (const [index, { id }] of asked.entries()) {
    for (const listener of listeners.slice(3, 9 - 2 * index)) {
      await listener.request('question:vote', { questionId: id, on: true });
    }
  }
  await viewer.getByRole('button', { name: en.raiseHand }).click();
  await listeners[4]?.request('participant:setHand', {
    raised: true,
    reason: 'Split-grade: which filter first?',
  });
  await listeners[5]?.request('participant:setHand', { raised: true, reason: '' });
  await page.locator('.speaker video').nth(2).waitFor();
  await page.locator('.panel-opener').click();
  await shots.all('stage');
  await theirs.all('stage-audience');
  await page.setViewportSize(screens.desktop);
  await page.locator('.panel-opener').click();
  await page.getByRole('tab', { name: en.questionsTab }).click();
  await page
    .getByRole('button', { name: /^Answer now/ })
    .first()
    .click();
  await shots.on('questions', 'desktop');
  await page.getByRole('button', { name: en.markAnswered }).click();

  await page.getByRole('button', { name: en.stageMenu }).click();
  await shots.on('stage-menu', 'desktop');
  await page.getByRole('menuitem', { name: en.endStage }).click();
  await page.getByRole('dialog').getByRole('button', { name: en.endStage }).click();
  await viewer.getByRole('link', { name: en.seeRecap }).waitFor();
  await theirs.all('stage-over');
  await viewer.getByRole('link', { name: en.seeRecap }).click();
  await viewer.getByRole('heading', { name: en.recapQuestions }).waitFor();
  await theirs.all('recap', true);
  for (const listener of listeners) listener.close();
  for (const guest of guests) await guest.context().close();
}

/** The event, announced by whoever is at the page. */
async function announce(page: Page): Promise<EventPage> {
  const start = new Date(Date.now() + minutesAhead * 60_000).toISOString().slice(0, 16);
  return await page.evaluate(
    async (draft) => {
      const headers = { 'content-type': 'application/json' };
      const send = async (method: string, path: string, body?: object) => {
        const response = await fetch(`/api${path}`, {
          method,
          headers,
          ...(body && { body: JSON.stringify(body) }),
        });
        return (await response.json()).data;
      };
      const { slug } = await send('POST', '/events', draft);
      await send('PUT', `/events/${slug}/publish`, {});
      return await send('GET', `/events/${slug}`);
    },
    { ...settings, start },
  );
}

/** Somebody with a camera opens the door of the stage. */
async function seat(
  browser: Browser,
  house: House,
  path: string,
  pretence: ReturnType<typeof pretenceOf>,
): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: screens.desktop,
    reducedMotion: 'reduce',
    permissions: ['microphone', 'camera'],
  });
  await context.addInitScript(installPretence, pretence);
  const guest = await context.newPage();
  await guest.goto(house.url + path);
  await guest.getByRole('button', { name: en.stepIn, exact: true }).waitFor();
  return guest;
}

async function cookieOf(page: Page, house: House): Promise<string> {
  const cookies = await page.context().cookies(house.url);
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** They raise a hand, the host asks them up, and they show themselves. */
async function comeUp(host: Page, guest: Page): Promise<void> {
  await guest.getByRole('button', { name: en.raiseHand }).click();
  await guest.getByText(en.youAreNext).first().waitFor();
  await host.keyboard.press('h');
  await guest.getByRole('dialog').getByRole('button', { name: en.comeUp }).click();
  for (const key of ['V', 'M']) {
    await guest.locator(`button[aria-keyshortcuts="${key}"]`).click();
  }
  await guest.locator('.ctl.lit[aria-keyshortcuts="M"]').waitFor();
}
