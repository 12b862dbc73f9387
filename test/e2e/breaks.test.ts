import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
const cutLine = [/WebSocket/, /ERR_CONNECTION_REFUSED/, /ERR_INTERNET_DISCONNECTED/];

test('sound that the system paused plays again when the page is back', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.openMicrophone();
  await bo.willHear(tones.ann);
  await bo.page.evaluate(() => {
    for (const audio of document.querySelectorAll('audio')) audio.pause();
  });
  await bo.willHear();
  await bo.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await bo.willHear(tones.ann);
});

test('a microphone that was open for long while nobody was there is muted, and it is said', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.openMicrophone();
  await bo.willHear(tones.ann);
  // Three minutes of sleep: clocks go on, nothing else does.
  await ann.page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 180_000;
  });
  await ann.page.getByText(en.mutedAway).waitFor();
  await ann.microphone.getByText(en.micOff).waitFor();
  await bo.willHear();
  await ann.openMicrophone();
  await ann.page.getByText(en.mutedAway).waitFor({ state: 'detached' });
  await bo.willHear(tones.ann);
});

test('while the line is lost the room stays, one can leave by the keyboard, and it is said when it is back', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  bo.allow(...cutLine);
  await bo.context.setOffline(true);
  await bo.page.getByText(en.lineDropped).waitFor();
  await bo.page.locator('.room-top').getByText(en.onHold).waitFor();
  await ann.page.locator('.person .st').getByText(en.personAway).waitFor();
  const faults = [...(await audit(bo, 'line lost')), ...(await audit(ann, 'somebody is away', ['desktop']))];
  await bo.context.setOffline(false);
  await bo.page.getByText(en.lineBack).waitFor();
  await bo.page.locator('.room-top').getByText(en.onHold).waitFor({ state: 'detached' });
  await ann.page.locator('.person .st').waitFor({ state: 'detached' });
  expect(faults).toEqual([]);

  await bo.page.setViewportSize({ width: 1280, height: 800 });
  await bo.context.setOffline(true);
  await bo.page.getByText(en.lineDropped).waitFor();
  const focused = () => bo.page.evaluate(() => document.activeElement?.textContent?.trim());
  for (let stops = 0; stops < 60 && (await focused()) !== en.leave; stops++)
    await bo.page.keyboard.press('Tab');
  await bo.page.keyboard.press('Enter');
  await bo.willRead(en.hero);
  await bo.context.setOffline(false);
}, 180_000);

test('somebody whose line is gone for a moment is not marked', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  bo.allow(...cutLine);
  await ann.page.evaluate((words) => {
    const seen: string[] = [];
    document.body.dataset.seen = '0';
    new MutationObserver(() => {
      if (document.body.textContent?.includes(words)) seen.push(words);
      document.body.dataset.seen = String(seen.length);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, en.personAway);
  await bo.context.setOffline(true);
  await bo.context.setOffline(false);
  await bo.write('Here');
  await eventually(() => ann.lines()).toEqual(['Here']);
  await bo.write('Still here');
  await eventually(() => ann.lines()).toEqual(['Here', 'Still here']);
  expect(await ann.page.evaluate(() => document.body.dataset.seen)).toBe('0');
});
