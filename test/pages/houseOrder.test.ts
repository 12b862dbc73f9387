import type { Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import type { RoomSlug } from '../../protocol/ids.ts';
import type { EventInfo } from '../../protocol/schedule.ts';
import { audit, screens } from '../support/e2e/audit.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';
import { aDraftEvent } from '../support/events.ts';
import { firstAdmin } from '../support/house.ts';

const scene = useHouse();

/** Somebody who runs the house, at a page. */
async function keeper(): Promise<Guest> {
  const { browser } = await firstAdmin(scene.house);
  const guest = await scene.visit();
  const cookies = browser.cookie.split('; ').map((one) => one.split('=') as [string, string]);
  await guest.context.addCookies(cookies.map(([name, value]) => ({ name, value, url: guest.url })));
  return guest;
}

/** The next request of an address waits until the test lets it go wrong. */
async function holdOnce({ page }: Guest, address: string) {
  const { promise, resolve: fail } = Promise.withResolvers<void>();
  const abort = (route: Route) => promise.then(() => route.abort());
  await page.route(address, abort, { times: 1 });
  return { fail };
}

/** Somebody announces an event in their room, and somebody else reports it. */
async function announceAndReport(author: Guest, reporter: Guest, room: RoomSlug, note: string) {
  const send = async <Data>({ context, url }: Guest, method: string, path: string, data: object) => {
    const asked = { method, headers: { origin: url }, data };
    const answer = await (await context.request.fetch(`${url}/api${path}`, asked)).json();
    expect(answer).toMatchObject({ ok: true });
    return (answer as { data: Data }).data;
  };
  const { slug } = await send<EventInfo>(author, 'POST', '/events', aDraftEvent({ room }));
  const event = await send<EventInfo>(author, 'PUT', `/events/${slug}/publish`, {});
  await send(reporter, 'POST', '/reports', { room, event: event.id, reason: 'selling', note });
  return event;
}

test('a room is reported to the house, which bars who has it; they read why, object once, and are let back in', async () => {
  const [hana, eve, bo] = [
    await keeper(),
    await scene.visit({ name: 'Eve' }),
    await scene.visit({ name: 'Bo' }),
  ];
  eve.allow(/403/);
  bo.allow(/404/);
  const room = await eve.makeRoom({ name: 'A shop', lasting: true });
  await eve.stepIn(room);
  await bo.stepIn(room);
  const faults: string[] = [];
  const report = async (open: () => Promise<void>, title: string, note: string) => {
    await open();
    const dialog = bo.page.getByRole('dialog', { name: title });
    await dialog.getByLabel(en['reason.selling']).check();
    await dialog.getByLabel(en.reportNote).fill(note);
    faults.push(...(await audit(bo, title, ['desktop'])));
    const kept = bo.page.waitForResponse(/\/api\/reports$/);
    await bo.button(en.reportSend, dialog).click();
    expect((await kept).ok()).toBe(true);
  };
  await report(
    async () => {
      await bo.button(en.layout).filter({ visible: true }).click();
      await bo.page.getByRole('menuitem', { name: en.reportRoom }).filter({ visible: true }).click();
    },
    en.reportRoom,
    'Only <b>ads</b> here',
  );
  await report(
    async () => {
      await bo.page.getByRole('tab', { name: en.peopleTab }).click();
      await bo.button('What to do with Eve').click();
      await bo.page.getByRole('menuitem', { name: en.report }).filter({ visible: true }).click();
    },
    'Report Eve',
    'Sells things',
  );

  const event = await announceAndReport(eve, bo, room.slug, 'x'.repeat(400));

  hana.allow(/ERR_FAILED/);
  const held = await holdOnce(hana, '**/api/house/reports');
  await hana.goTo('/admin?tab=reports');
  await hana.page.getByRole('status').getByText(en.loading).waitFor({ state: 'attached' });
  held.fail();
  await hana.page.getByText(en['problem.unreachable']).waitFor();
  await hana.button(en.tryAgain).click();
  const queue = hana.page.locator('.report-queue');
  await queue.getByText('Only <b>ads</b> here').waitFor();
  const ways = await queue.getByRole('link').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
  const [ofEvent, ofRoom] = [`/e/${event.slug}`, `/r/${room.slug}`];
  expect(ways.filter((way) => !way?.startsWith('/u/')).sort()).toEqual([ofEvent, ofRoom, ofRoom, ofRoom]);
  expect(await queue.getByRole('link', { name: 'Eve' }).getAttribute('href')).toMatch(/^\/u\/\w+/);
  await hana.page.setViewportSize(screens.phone);
  expect(await hana.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  faults.push(...(await audit(hana, 'the queue of the house')));
  await hana.button(en.banFromHouse, queue.locator('li', { hasText: 'Sells things' })).click();
  const dialog = hana.page.getByRole('dialog', { name: 'What about Eve?' });
  await dialog.getByLabel(en.deedLength).selectOption('10080');
  await dialog.getByLabel(en['reason.selling']).check();
  await dialog.getByLabel(en.deedNote).fill('No shops <i>here</i>');
  faults.push(...(await audit(hana, 'barring somebody', ['desktop'])));
  await hana.button(en.banFromHouse, dialog).click();

  await eve.willRead(en.houseClosed);
  await eve.page.getByText('No shops <i>here</i>').waitFor();
  await eve.button(en.takeAlong).waitFor();
  await eve.button(en.leaveForGood).waitFor();
  await eve.page.getByRole('link', { name: en.signIn }).waitFor();
  faults.push(...(await audit(eve, 'the closed house')));
  await eve.goTo('/events');
  await eve.willRead(en.houseClosed);
  await eve.button(en.appealToHouse).click();
  const objection = eve.page.getByRole('dialog', { name: en.appealToHouse });
  await objection.getByLabel(en.appealNote).fill('It was a joke');
  await eve.button(en.send, objection).click();
  await eve.page.getByText(en.appealSent).waitFor();

  await hana.goTo('/admin?tab=reports');
  await hana.page.getByText('It was a joke').waitFor();
  const bans = await holdOnce(hana, '**/api/house/bans');
  await hana.page.getByRole('link', { name: en['adminTab.bans'] }).click();
  bans.fail();
  await hana.button(en.tryAgain).click();
  await hana.button(en.letBackIn).waitFor();
  faults.push(...(await audit(hana, 'the bans of the house')));
  await hana.button(en.letBackIn).click();
  await hana.page.getByText(en.noBans).waitFor();
  const line = eve.page.waitForEvent('websocket');
  await eve.button(en.knockAgain).click();
  // A page that goes while it connects complains.
  await (await line).waitForEvent('framereceived');
  await eve.page.getByRole('heading', { name: en.houseClosed }).waitFor({ state: 'detached' });

  await hana.page.getByRole('link', { name: en['adminTab.reports'] }).click();
  await hana.button(en.closeRoomForGood, queue).click();
  const closing = hana.page.getByRole('dialog', { name: 'A shop' });
  await hana.button(en.closeRoomForGood, closing).click();
  await bo.willRead(en.goneTitle);
  await hana.button(en.closeRoomForGood, queue).waitFor({ state: 'detached' });
  await queue.getByText('Only <b>ads</b> here').waitFor();
  expect(await queue.locator(`a[href="${ofRoom}"]`).count()).toBe(0);
  expect(faults).toEqual([]);
});
