import { afterEach, expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { cameraOf, willMove } from '../support/e2e/pictures.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
let faults: string[] = [];

afterEach(() => {
  faults = [];
});

/** A room with Ann in it, and somebody else who has its link. */
async function byLink(trusted = true) {
  const ann = await scene.visit({ name: 'Ann' });
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  const bo = await scene.visit({ name: 'Bo', trusted, ...(trusted && { tone: tones.bo }) });
  await bo.goTo(`/r/${room.slug}`);
  await bo.willRead(room.name);
  return { ann, bo, room };
}

const litSteps = (guest: Guest) => guest.page.locator('.meter i.on').count();
const devicesLive = (guest: Guest) =>
  guest.page.evaluate(() => window.probe.opened.filter(({ readyState }) => readyState === 'live').length);

test('by a link one sees who is inside before anything is asked for, and steps in to listen at once', async () => {
  const { ann, bo } = await byLink();
  await bo.page.getByText('Ann is inside.').waitFor();
  await bo.page.getByText('for up to 100').waitFor();
  expect(await bo.askedForDevices()).toBe(0);
  await bo.button(en.stepIn).click();
  await bo.beInside();
  expect(await bo.askedForDevices()).toBe(0);
  await ann.openMicrophone();
  await bo.microphone.getByText(en.micOff).waitFor();
});

test('what was tried out goes along: the others hear and see it, and nothing is asked for twice', async () => {
  const { ann, bo } = await byLink();
  await bo.button(en.prejoinMicOff).click();
  await bo.button(en.micOn).waitFor();
  await eventually(() => litSteps(bo)).toBeGreaterThan(3);
  await bo.page.getByText(en.prejoinHeard).waitFor({ state: 'attached' });
  await bo.button(en.cameraOff).click();
  await bo.page.getByText(en.prejoinOnlyYou).waitFor();
  await willMove(bo.page.locator('.mirror video'));
  // Nothing of it has left the page.
  expect([await bo.stats('outbound-rtp'), await ann.hears()]).toEqual([[], []]);

  await bo.button(en.stepIn).click();
  await bo.beInside();
  await bo.microphone.getByText(en.micOn).waitFor();
  await ann.willHear(tones.bo);
  await willMove(cameraOf(ann, 'Bo'));
  expect([await bo.askedForDevices(), await devicesLive(bo)]).toEqual([2, 2]);
});

test('whoever steps in muted is not heard, not by one packet, until they open the microphone', async () => {
  const { ann, bo } = await byLink();
  await bo.button(en.prejoinMicOff).click();
  await eventually(() => litSteps(bo)).toBeGreaterThan(3);
  await bo.button(en.stepInMuted).click();
  await bo.beInside();
  await bo.microphone.getByText(en.micOff).waitFor();
  await bo.page.waitForTimeout(1_500);
  const sent = (await bo.stats('outbound-rtp')).map(({ packetsSent }) => packetsSent);
  expect([sent, await ann.hears(), await ann.soundPackets()]).toEqual([[], [], 0]);

  await bo.openMicrophone();
  await ann.willHear(tones.bo);
  expect(await bo.askedForDevices()).toBe(1);
});

test('muted before the mirror, the level goes on and the way in is muted', async () => {
  const { bo } = await byLink();
  await bo.button(en.prejoinMicOff).click();
  await bo.button(en.micOn).click();
  await bo.button(en.micOff).waitFor();
  await bo.page.getByText(en.prejoinArriveMuted).waitFor();
  await eventually(() => litSteps(bo)).toBeGreaterThan(3);
  await bo.button(en.stepIn).click();
  await bo.beInside();
  await bo.microphone.getByText(en.micOff).waitFor();
});

test('whoever goes away without stepping in leaves no device open', async () => {
  const { bo } = await byLink();
  await bo.button(en.prejoinMicOff).click();
  await bo.button(en.micOn).waitFor();
  await bo.button(en.cameraOff).click();
  await bo.page.getByText(en.prejoinOnlyYou).waitFor();
  await bo.page.getByRole('link', { name: en.home }).click();
  await bo.willRead(en.hero);
  expect(await devicesLive(bo)).toBe(0);
});

test('whoever was inside before comes back by one tap, and may look at themselves first', async () => {
  const { bo, room } = await byLink();
  await bo.button(en.cameraOff).click();
  await bo.page.getByText(en.prejoinOnlyYou).waitFor();
  await bo.button(en.stepIn).click();
  await bo.beInside();
  await bo.page.reload();
  await bo.button(en.prejoinLook).waitFor();
  expect(await bo.page.locator('.mirror').count()).toBe(0);
  await bo.button(en.stepIn).click();
  await bo.beInside();

  await bo.goTo(`/r/${room.slug}`);
  await bo.button(en.prejoinLook).click();
  // The camera was open last time, and the browser need not ask.
  await bo.page.getByText(en.prejoinOnlyYou).waitFor();
  await bo.button(en.stepIn).click();
  await bo.beInside();
  await bo.camera.getByText(en.cameraOn).waitFor();
});

test('the name given before the mirror is the one the others read', async () => {
  const { ann, bo, room } = await byLink();
  const field = bo.page.getByRole('textbox', { name: en.prejoinName });
  expect(await field.inputValue()).toBe('Bo');
  await field.fill('Bo the Baker');
  await field.press('Enter');
  await bo.beInside();
  await ann.page.getByText('Bo the Baker').first().waitFor();
  await bo.goTo('/');
  await bo.goTo(`/r/${room.slug}`);
  await bo.page.getByText('Bo the Baker').filter({ visible: true }).first().waitFor();
});

test('a refused microphone has words for this browser, opens by itself when allowed, and one can listen', async () => {
  const { ann, bo, room } = await byLink(false);
  await bo.button(en.prejoinMicOff).click();
  await bo.page.getByText(en['shut.microphone'], { exact: true }).waitFor();
  await bo.page.getByText(en['shut.chromium.1']).waitFor();
  faults.push(...(await audit(bo, 'denied')));
  await bo.button(en.prejoinAskAgain).waitFor();

  await bo.context.grantPermissions(['microphone', 'camera']);
  await bo.button(en.micOn).waitFor();
  await bo.page.getByText(en['shut.microphone'], { exact: true }).waitFor({ state: 'detached' });
  await bo.button(en.stepIn).click();
  await bo.beInside();
  await eventually(() => ann.soundPackets()).toBeGreaterThan(0);
  await ann.openMicrophone();

  const cy = await scene.visit({ name: 'Cy', trusted: false });
  await cy.goTo(`/r/${room.slug}`);
  await cy.button(en.prejoinMicOff).click();
  await cy.button(en.stepInToListen).click();
  await cy.beInside();
  await eventually(() => cy.soundPackets()).toBeGreaterThan(0);
  expect(faults).toEqual([]);
}, 120_000);

test.each([
  ['NotFoundError', en['device.microphone.missing']],
  ['NotReadableError', en['device.microphone.busy']],
] as const)('a microphone that answers %s is tried again when a device comes', async (fault, words) => {
  const { bo } = await byLink();
  await bo.page.evaluate((fault) => (window.probe.fault = fault), fault);
  await bo.button(en.prejoinMicOff).click();
  await bo.page.getByText(words).waitFor();
  await bo.button(en.stepInToListen).waitFor();
  await bo.page.evaluate(() => {
    window.probe.fault = null;
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await bo.button(en.micOn).waitFor();
  await bo.button(en.stepIn).waitFor();
});

test('the keyboard alone opens the microphone and steps in', async () => {
  const { ann, bo } = await byLink();
  const { keyboard } = bo.page;
  const focused = () => bo.page.evaluate(() => document.activeElement?.textContent?.trim());
  for (let stops = 0; stops < 30 && (await focused()) !== en.prejoinMicOff; stops++)
    await keyboard.press('Tab');
  await keyboard.press('Enter');
  await bo.button(en.micOn).waitFor();
  for (let stops = 0; stops < 30 && (await focused()) !== en.stepIn; stops++) await keyboard.press('Tab');
  await keyboard.press('Enter');
  await bo.beInside();
  await ann.willHear(tones.bo);
});

test('Enter anywhere on the page steps in', async () => {
  const { bo } = await byLink();
  await bo.page.keyboard.press('Enter');
  await bo.beInside();
});

test('axe finds nothing before the mirror, and nothing has to be scrolled sideways', async () => {
  const { bo } = await byLink();
  faults.push(...(await audit(bo, 'before')));
  await bo.button(en.prejoinMicOff).click();
  await bo.button(en.cameraOff).click();
  await bo.page.getByText(en.prejoinOnlyYou).waitFor();
  faults.push(...(await audit(bo, 'open')));
  await bo.page.setViewportSize({ width: 320, height: 640 });
  const overflow = await bo.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect([faults, overflow]).toEqual([[], 0]);
}, 120_000);
