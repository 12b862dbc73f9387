import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

/** Somebody alone in a room, with the microphone open. */
async function inside(viewport = { width: 1280, height: 800 }): Promise<Guest> {
  const ann = await scene.visit({ name: 'Ann', viewport });
  await ann.stepIn(await ann.makeRoom());
  await ann.openMicrophone();
  return ann;
}

const menuOf = ({ page }: Guest) => page.getByRole('dialog', { name: en.chooseMicrophone });
const dialogOf = ({ page }: Guest) => page.getByRole('dialog', { name: en.soundSettings });
const more = (guest: Guest) => guest.page.locator('button[aria-keyshortcuts="L"]');

async function openMenuByMore(guest: Guest): Promise<void> {
  await more(guest).click();
  await guest.page.getByRole('menuitem', { name: en.microphoneAndSpeaker }).click();
  await menuOf(guest).waitFor();
}

/** Whether all of it is on the screen, and nothing has to be scrolled sideways. */
async function fits(guest: Guest, selector: string): Promise<boolean> {
  return await guest.page.locator(selector).evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const inScreen = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return inScreen && element.scrollWidth <= element.clientWidth;
  });
}

test('axe finds nothing in the menu of the microphone nor in the sound settings', async () => {
  const ann = await inside();
  await ann.button(en.chooseMicrophone).click();
  const found = await audit(ann, 'menu');
  await ann.button(en.allSoundSettings).click();
  await dialogOf(ann).getByText(en.gate).click();
  found.push(...(await audit(ann, 'sound settings')));
  await dialogOf(ann).getByText(en.music, { exact: true }).click();
  await dialogOf(ann).getByText(en.musicHeadphones).waitFor();
  found.push(...(await audit(ann, 'sound settings with music')));
  expect(found).toEqual([]);
}, 180_000);

test.each([
  [390, 844],
  [320, 568],
])(
  'on a phone of %i by %i the menu and the settings are found under "More", and fit',
  async (width, height) => {
    const ann = await inside({ width, height });
    await openMenuByMore(ann);
    expect(await fits(ann, '.dev-menu:popover-open')).toBe(true);
    await ann.page.keyboard.press('Escape');
    expect(await more(ann).evaluate((button) => button === document.activeElement)).toBe(true);

    await openMenuByMore(ann);
    await ann.button(en.allSoundSettings).click();
    await dialogOf(ann).waitFor();
    await dialogOf(ann).getByText(en.gate).click();
    expect(await fits(ann, 'dialog')).toBe(true);
    await dialogOf(ann).getByText(en.levelling).scrollIntoViewIfNeeded();
    await ann.page.keyboard.press('Escape');

    await more(ann).click();
    await ann.page.getByRole('menuitem', { name: en.allSoundSettings }).click();
    await dialogOf(ann).waitFor();
    await ann.page.keyboard.press('Escape');
    await eventually(() => more(ann).evaluate((button) => button === document.activeElement)).toBe(true);
  },
);

test('the keyboard alone goes through the menu into the settings, and back to where it began', async () => {
  const ann = await inside();
  const { keyboard } = ann.page;
  const caret = ann.button(en.chooseMicrophone);
  await caret.focus();
  await keyboard.press('Enter');
  const focused = () => ann.page.evaluate(() => document.activeElement?.textContent?.trim());
  const [first = '', second = ''] = await menuOf(ann).getByRole('menuitemradio').allInnerTexts();
  await eventually(focused).toBe(first);
  await keyboard.press('ArrowDown');
  expect(await focused()).toBe(second);
  await keyboard.press('Enter');
  await eventually(() =>
    menuOf(ann).getByRole('menuitemradio', { name: second }).getAttribute('aria-checked'),
  ).toBe('true');
  for (let stops = 0; stops < 4 && (await focused()) !== en.allSoundSettings; stops++)
    await keyboard.press('Tab');
  await keyboard.press('Enter');
  await dialogOf(ann).waitFor();
  expect(await menuOf(ann).isVisible()).toBe(false);
  await keyboard.press('Escape');
  await eventually(() => caret.evaluate((button) => button === document.activeElement)).toBe(true);
});

test('the one switch against noise asks the browser for it, live', async () => {
  const ann = await inside();
  await ann.button(en.chooseMicrophone).click();
  const noise = ann.page.getByRole('switch', { name: en.takeOutNoise });
  expect(await noise.isChecked()).toBe(true);
  const asked = await ann.askedForDevices();
  await noise.click();
  await eventually(() => ann.askedForDevices()).toBe(asked + 1);
  await noise.click();
  await eventually(() => ann.askedForDevices()).toBe(asked + 2);
  expect(await noise.isChecked()).toBe(true);
});

test('the level moves, and the threshold lies on it where it was set', async () => {
  const ann = await inside();
  await ann.button(en.chooseMicrophone).click();
  await ann.button(en.allSoundSettings).click();
  const dialog = dialogOf(ann);
  const meter = dialog.getByRole('img', { name: en.yourLevel });
  const level = () => meter.evaluate((element) => Number(element.style.getPropertyValue('--level')));
  await eventually(level).toBeGreaterThan(0.2);
  await dialog.getByText(en.gate).click();
  const slider = dialog.getByRole('slider', { name: en.gateThreshold });
  const places: number[] = [];
  for (const threshold of ['-60', '-35', '-10']) {
    await slider.fill(threshold);
    const place = await meter.evaluate((element) => {
      const [whole, mark] = [element, element.querySelector('.threshold')].map((box) =>
        box?.getBoundingClientRect(),
      );
      if (!whole || !mark) return Number.NaN;
      return ((mark.left + mark.right) / 2 - whole.left) / whole.width;
    });
    places.push(Math.round(place * 100) / 100);
  }
  expect(places).toEqual([0, 0.5, 1]);
});

test('the tone plays, and one hears oneself', async () => {
  const ann = await inside();
  await ann.button(en.chooseMicrophone).click();
  await ann.button(en.allSoundSettings).click();
  const dialog = dialogOf(ann);
  await ann.button(en.testSpeaker, dialog).click();
  await dialog.locator('audio').waitFor({ state: 'attached' });
  await ann.button(en.testMicrophone, dialog).click();
  await dialog.getByText(en.testRecording).waitFor();
  await dialog.getByText(en.testPlaying).waitFor();
  const length = dialog.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime);
  expect(await length).toBeGreaterThanOrEqual(0);
  await dialog.getByText(en.testPlaying).waitFor({ state: 'detached' });
});

test('whoever chose to hold talks with the key of their choice, and in no other way', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  for (const guest of [ann, bo]) await guest.stepIn(room);
  await bo.openMicrophone();
  await ann.willHear(tones.bo);
  await bo.button(en.chooseMicrophone).click();
  await bo.button(en.allSoundSettings).click();
  await bo.page.getByRole('switch', { name: en.hold }).click();
  await ann.willHear();
  const { keyboard } = bo.page;
  await bo.button(/^Key:/).click();
  await keyboard.press('m');
  await dialogOf(bo).getByText(en.holdRefused).waitFor();
  await keyboard.press('g');
  await bo.button('Key: G').waitFor();
  await keyboard.press('Escape');

  await bo.microphone.getByText(en.micHold).waitFor();
  await keyboard.press('m');
  await bo.page.getByText(en.holdInstead.replace('{key}', 'G')).waitFor();
  await ann.willHear();
  await keyboard.down('g');
  await ann.willHear(tones.bo);
  await keyboard.up('g');
  await ann.willHear();
  await bo.microphone.focus();
  await bo.microphone.dispatchEvent('pointerdown', { isPrimary: true, button: 0 });
  await ann.willHear(tones.bo);
  await bo.microphone.dispatchEvent('pointerup');
  await ann.willHear();
});
