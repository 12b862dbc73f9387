import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
const cutLine = [/WebSocket/, /ERR_CONNECTION_REFUSED/, /ERR_INTERNET_DISCONNECTED/];

test('one line is enough for a whole visit', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const room = await ann.makeRoom();
  await ann.goTo('/');
  const lines: string[] = [];
  ann.page.on('websocket', (line) => lines.push(line.url()));
  await ann.goTo(`/r/${room.slug}`);
  await ann.button(en.stepIn).click();
  await ann.beInside();
  await ann.openMicrophone();
  await ann.leave();
  await ann.page.evaluate(() => {
    history.pushState(null, '', '/search');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await ann.willRead(en.search);
  expect(lines).toHaveLength(1);
});

test('sound goes on while the line to the server is lost, and what was missed comes after', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await Promise.all([ann, bo].map((guest) => guest.openMicrophone()));
  await bo.willHear(tones.ann);
  await ann.write('Before');
  await eventually(() => bo.lines()).toEqual(['Before']);
  const seats = () =>
    ann.page.locator('[data-participant]').evaluateAll((all) => all.map((one) => one.dataset.participant));
  const before = await seats();
  const peers = await bo.peerCount();

  bo.allow(...cutLine);
  await bo.context.setOffline(true);
  await bo.page.getByText(en.lineDropped).waitFor();
  await ann.page.getByText(en.personAway).first().waitFor();
  expect(await seats()).toEqual(before);
  await ann.write('While you were away');
  const packets = await bo.soundPackets();
  await eventually(() => bo.soundPackets()).toBeGreaterThan(packets + 50);
  await bo.willHear(tones.ann);
  await ann.willHear(tones.bo);

  await bo.context.setOffline(false);
  await eventually(() => bo.lines()).toEqual(['Before', 'While you were away']);
  await bo.page.getByText(en.lineDropped).waitFor({ state: 'detached' });
  await bo.write('Back');
  for (const guest of [ann, bo]) {
    await eventually(() => guest.lines()).toEqual(['Before', 'While you were away', 'Back']);
  }
  expect(await seats()).toEqual(before);
  expect(await bo.peerCount(), 'connections made').toBe(peers);
  await bo.willHear(tones.ann);
  await ann.willHear(tones.bo);
});

test('when the server was away, everybody is back by themselves', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo' });
  const cy = await scene.visit({ name: 'Cy' });
  const room = await ann.makeRoom({ lasting: true });
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await cy.goTo('/');
  await ann.openMicrophone();
  await bo.willHear(tones.ann);
  await bo.write('Still here?');
  await eventually(() => ann.lines()).toEqual(['Still here?']);
  // A reload would forget this.
  for (const guest of [ann, bo, cy]) {
    guest.allow(...cutLine);
    await guest.page.evaluate(() => document.body.setAttribute('data-same-page', ''));
  }

  await scene.house.goDown();
  await bo.page.getByText(en.lineDropped).waitFor();
  await cy.page.getByText(en.noConnection).waitFor();
  await scene.house.comeBack();
  await cy.page.getByText(en.noConnection).waitFor({ state: 'detached' });
  await bo.page.getByText(en.lineDropped).waitFor({ state: 'detached' });
  await bo.willHear(tones.ann);
  await ann.microphone.getByText(en.micOn).waitFor();
  await ann.write('Here');
  for (const guest of [ann, bo]) await eventually(() => guest.lines()).toEqual(['Still here?', 'Here']);
  await cy.page.locator(`a[href="/r/${room.slug}"]`).first().waitFor();
  for (const guest of [ann, bo, cy]) expect(await guest.page.locator('[data-same-page]').count()).toBe(1);
});
