import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import type { EventPage } from '../../protocol/schedule.ts';
import { Client } from '../support/Client.ts';
import { audit, screens } from '../support/e2e/audit.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';
import { events, wallIn } from '../support/events.ts';

const scene = useHouse();
const dayMs = 86_400_000;

/** Nothing is wrong with the page for anybody, and nothing of it lies beside the screen. */
async function look(guest: Guest, what: string): Promise<void> {
  expect(await audit(guest, what)).toEqual([]);
  for (const screen of ['phone', 'desktop'] as const) {
    await guest.page.setViewportSize(screens[screen]);
    const beside = await guest.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect([what, screen, Math.max(beside, 0)]).toEqual([what, screen, 0]);
  }
}

test('R5: an event is put on the calendar of its interest, and is on each follower’s home in the zone they are in', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  await ann.goTo('/open?interest=film');
  await ann.page.getByRole('link', { name: en.whenDate }).click();
  await ann.button(en.scheduleIt).click();
  await ann.page.getByText(en.eventNameMissing).waitFor();
  await ann.page.getByText(en.eventDateMissing).waitFor();
  await ann.page.getByLabel(en.eventName).fill('Contact sheets, read aloud');
  await ann.page.getByLabel(en.eventTopic).fill('Every frame they did not choose, and why.');
  await ann.page.getByLabel(en.eventHappens).fill('Bring one sheet.\n\nTwo of you come up at the end.');
  await ann.page.getByLabel(en.eventDate).fill(wallIn(30 * dayMs).slice(0, 10));
  await ann.page.getByLabel(en.eventStarts).fill('20:30');
  await ann.page.getByLabel(en.eventEnds).fill('19:45');
  await ann.page.getByText('Did you mean 21:30?').waitFor();
  await ann.page.getByLabel(en.eventEnds).fill('21:45');
  await ann.page.getByLabel(en.timeZone).selectOption('Asia/Tokyo');
  await ann.page.getByLabel(en.repeats).selectOption('week');
  await ann.page.getByText(/^Every week on \w+day$/).waitFor();
  await look(ann, 'schedule');
  await ann.button(en.scheduleIt).click();
  await ann.page.waitForURL(/\/e\//);
  await ann.page.getByText('20:30 to 21:45 in Tokyo').waitFor();
  const slug = new URL(ann.page.url()).pathname.slice('/e/'.length);

  const bo = await scene.visit({ name: 'Bo', timezoneId: 'Africa/Nairobi' });
  await bo.goTo('/i/film');
  const calendar = bo.page.getByRole('region', { name: 'Coming up in Film photography' });
  await calendar
    .getByRole('link', { name: /Contact sheets, read aloud/ })
    .first()
    .click();
  await bo.page.getByText(/In your time: \w+day.* 14:30\./).waitFor();
  await bo.button(en.iCome).click();
  await bo.page.getByText('One person is going').waitFor();
  await look(bo, 'event');
  await bo.goTo('/');
  await bo.page
    .getByRole('link', { name: /Contact sheets, read aloud/ })
    .first()
    .waitFor();
  await bo.goTo('/events?interest=film');
  await bo.page.getByText(en.answerGoing, { exact: true }).first().waitFor();
  await bo.button(en.yourCalendarShow).click();
  await bo.page.getByLabel(en.calendarAddress).waitFor();
  await look(bo, 'events');

  const cy = await scene.visit({ name: 'Cy', timezoneId: 'Asia/Kolkata' });
  await cy.goTo('/i/film');
  await cy
    .button(/Follow/)
    .first()
    .click();
  await cy.goTo('/');
  await cy.page.getByRole('heading', { name: en.comingUp }).waitFor();
  await cy.page.getByRole('link', { name: /Contact sheets, read aloud.* 17:00/ }).waitFor();

  await ann.button(en.cancelEvent).click();
  await ann.button(en.cancelThis).click();
  await ann.page.getByText(en.dateOff).first().waitFor();
  const reader = await Client.connect(scene.house.url);
  const page: EventPage = await events.page(reader, slug as never);
  reader.close();
  expect(page.dates.filter(({ cancelled }) => cancelled)).toHaveLength(1);
});
