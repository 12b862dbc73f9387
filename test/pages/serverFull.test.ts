import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { useHouse } from '../support/e2e/visit.ts';
import { calm, FakeGauges, withWorkerAt } from '../support/FakeGauges.ts';

const gauges = new FakeGauges();
const scene = useHouse({ FULL_AT: '85' }, [], { gauges });

test('who finds a full server waits in peace, and steps in by themselves when there is a place', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  // One more comes in, then nobody for ten seconds: Bo asks again every second or two.
  gauges.say(withWorkerAt(0.849));
  await ann.stepIn(room);

  await bo.goTo(`/r/${room.slug}`);
  await bo.button(en.stepIn).click();
  await bo.willRead(en.serverFullTitle);
  const said = await bo.page.getByRole('status').filter({ hasText: en.serverFullMore }).elementHandle();
  await bo.page.getByText(/Trying again in \d+ seconds?/).waitFor();
  expect(await audit(bo, 'a full server')).toEqual([]);
  // Said once: what a screen reader read is the same element still, however often was asked meanwhile.
  expect(await said?.evaluate((element) => element.isConnected)).toBe(true);
  gauges.say(calm);
  await bo.beInside();
});

test('who does not want to wait goes back to the rooms', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  gauges.say(calm);
  const room = await ann.makeRoom();
  await bo.goTo(`/r/${room.slug}`);
  gauges.say(withWorkerAt(0.9));
  await bo.button(en.stepIn).click();
  await bo.willRead(en.serverFullTitle);
  await bo.page.getByRole('link', { name: en.toAllRooms }).or(bo.button(en.toAllRooms)).first().click();
  await bo.page.waitForURL((url) => url.pathname === '/');
  gauges.say(calm);
});
