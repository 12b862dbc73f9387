import { afterEach, expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit, screens } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse({}, ['--auto-select-tab-capture-source-by-title=What Ann shows']);
let faults: string[] = [];

afterEach(() => {
  faults = [];
});

async function look(guest: Guest, ...rest: [state: string, on?: Parameters<typeof audit>[2]]): Promise<void> {
  faults.push(...(await audit(guest, ...rest)));
}

test('axe finds nothing on the pages of an empty house', async () => {
  const ann = await scene.visit();
  ann.allow(/status of 404/);
  const pages = [
    ['/', en.hero],
    ['/i/baking', 'Baking'],
    ['/search?q=qqqq', /qqqq/],
    ['/open', en.openARoom],
    ['/r/never-was', en.goneTitle],
    ['/never/was', en.lost],
  ] as const;
  for (const [path, title] of pages) {
    await ann.goTo(path);
    await ann.willRead(title);
    await ann.page.locator('main[aria-busy], .skeleton').waitFor({ state: 'detached' });
    await look(ann, path);
  }
  await ann.goTo('/open');
  await ann.button(en.openAndStepIn).click();
  // Where it is mended one can go on at once, though the button was far below.
  const mistake = ann.page.getByText(en.chooseInterestsMissing);
  await mistake.waitFor();
  const { y = -1 } = (await mistake.boundingBox()) ?? {};
  expect(y).toBeGreaterThan(0);
  const picks = ann.page.getByRole('group', { name: en.chooseInterests });
  expect(await picks.evaluate((group) => group.contains(document.activeElement))).toBe(true);
  await look(ann, 'open, nothing chosen');
  await ann.chooseInOwnMenu(en.changeNameShort);
  await ann.page.getByRole('dialog').waitFor();
  await look(ann, 'name dialog');
  expect(faults).toEqual([]);
}, 180_000);

test('axe finds nothing on the pages of a house with people in it', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom({ topic: 'Rye today' });
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.openMicrophone();
  const stranger = await scene.visit();
  for (const path of ['/', '/i/baking', '/search?q=sourdough', `/r/${room.slug}`]) {
    await stranger.goTo(path);
    await stranger.page.getByText(room.name).first().waitFor();
    await look(stranger, path);
  }
  const second = await ann.openTab();
  await second.goTo(`/r/${room.slug}`);
  await second.button(en.stepIn).click();
  await second.button(en.moveHere).waitFor();
  await look(second, 'call in another tab');
  await second.button(en.moveHere).click();
  await second.beInside();
  await ann.page.bringToFront();
  await ann.willRead(en.replacedTitle);
  await look(ann, 'replaced');
  await bo.page.getByRole('link', { name: en.home }).click();
  await bo.page.getByRole('region', { name: `You are in ${room.name}` }).waitFor();
  await look(bo, 'mini bar');
  expect(faults).toEqual([]);
}, 180_000);

test('axe finds nothing in a room on a desktop', async () => {
  const ann = await scene.visit({ name: 'Ann', viewport: screens.desktop });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await look(ann, 'voices', ['desktop']);
  await bo.openMicrophone();
  await ann.write('See https://example.org/bread.');
  await ann.page.getByRole('link', { name: 'https://example.org/bread' }).waitFor();
  await ann.page.getByRole('tab', { name: en.peopleTab }).click();
  await look(ann, 'people', ['desktop']);
  await ann.button('What to do with Bo').click();
  await look(ann, 'menu of a person', ['desktop']);
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('tab', { name: en.chat }).click();
  for (const menu of [en.chooseMicrophone, en.chooseCamera, en.layout]) {
    await ann.button(menu).click();
    await look(ann, menu, ['desktop']);
    await ann.page.keyboard.press('Escape');
  }
  for (const dialog of [en.invite, en.editRoom]) {
    await ann.button(dialog).filter({ visible: true }).click();
    await ann.page.getByRole('dialog').waitFor();
    await look(ann, dialog, ['desktop']);
    await ann.page.keyboard.press('Escape');
  }
  await bo.openCamera();
  await ann.openCamera();
  await ann.page.getByLabel('Bo, camera').waitFor();
  await look(ann, 'cameras', ['desktop']);
  const shown = await ann.context.newPage();
  await shown.setContent('<title>What Ann shows</title><h1>Crumb</h1>');
  await ann.page.bringToFront();
  await ann.screen.click();
  await ann.page.getByText(/^You are sharing a tab/).waitFor();
  await look(ann, 'shared screen', ['desktop']);
  await bo.page.evaluate(() => (window.probe.fault = 'NotReadableError'));
  await bo.camera.click();
  await bo.camera.click();
  await bo.page.getByText(en['device.camera.busy']).waitFor();
  await look(bo, 'device busy', ['desktop']);
  expect(faults).toEqual([]);
}, 180_000);

test('axe finds nothing in a room on a phone', async () => {
  const ann = await scene.visit({ name: 'Ann', viewport: screens.phone });
  const bo = await scene.visit({ name: 'Bo', trusted: false, viewport: screens.phone });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await look(ann, 'voices', ['phone']);
  await ann.openCamera();
  await bo.page.getByLabel('Ann, camera').waitFor();
  await look(bo, 'camera', ['phone']);
  await bo.microphone.click();
  await bo.page.getByText(en['device.microphone.denied']).waitFor();
  await look(bo, 'denied', ['phone']);
  await ann.page.locator('button[aria-keyshortcuts="T"]').click();
  await ann.page.getByRole('dialog', { name: en.panel }).waitFor();
  await ann.write('Hello');
  await look(ann, 'sheet', ['phone']);
  await ann.page.getByRole('tab', { name: en.peopleTab }).click();
  await look(ann, 'people', ['phone']);
  await ann.button(en.closePanel).last().click();
  await ann.button(en.invite).filter({ visible: true }).click();
  await ann.page.getByRole('dialog').waitFor();
  await look(ann, 'invite', ['phone']);
  expect(faults).toEqual([]);
}, 180_000);

test('the keyboard alone leads into a room, opens the microphone, writes and leaves', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  const bo = await scene.visit({ name: 'Bo' });
  await bo.goTo('/');
  await bo.page.locator(`a[href="/r/${room.slug}"]`).first().waitFor();
  const { keyboard } = bo.page;
  const focused = () => bo.page.evaluate(() => document.activeElement?.getAttribute('href'));
  for (let stops = 0; stops < 60 && (await focused()) !== `/r/${room.slug}`; stops++)
    await keyboard.press('Tab');
  await keyboard.press('Enter');
  await bo.beInside();

  await keyboard.press('m');
  await bo.microphone.getByText(en.micOn).waitFor();
  const writing = () => bo.page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA');
  for (let stops = 0; stops < 60 && !(await writing()); stops++) await keyboard.press('Tab');
  await keyboard.type('m is a letter here');
  await keyboard.press('Enter');
  await eventually(() => ann.lines()).toEqual(['m is a letter here']);
  await bo.microphone.getByText(en.micOn).waitFor();
  await keyboard.press('Shift+Tab');
  await keyboard.press('Shift+Escape');
  // Whoever wrote in a room may come to a home of their own: that depends on what was read until then.
  await bo.willRead(new RegExp(`${en.hero}|, Bo`));
  await eventually(() => ann.page.locator('[data-participant]').count()).toBe(1);
});

test('focus comes back from dialogs and menus', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  const { keyboard } = ann.page;
  for (const opener of [
    ann.button(en.invite),
    ann.button(en.editRoom),
    ann.button(en.layout),
    ann.button(en.chooseCamera),
  ]) {
    const button = opener.filter({ visible: true });
    await button.focus();
    await keyboard.press('Enter');
    await eventually(() => button.evaluate((element) => element === document.activeElement)).toBe(false);
    await keyboard.press('Escape');
    await eventually(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
  }
});

test('on a width of 320 nothing has to be scrolled sideways', async () => {
  const ann = await scene.visit({ name: 'Ann of the Very Long Reef', viewport: { width: 320, height: 640 } });
  const name = 'Sourdough before sunrise, and what comes out of the oven';
  const room = await ann.makeRoom({ name });
  const paths = ['/', '/i/baking', '/search?q=sourdough', '/open', `/r/${room.slug}`];
  const overflow = () =>
    ann.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const path of paths) {
    await ann.goTo(path);
    await ann.page.getByRole('heading', { level: 1 }).waitFor();
    await ann.page.locator('main[aria-busy], .skeleton').waitFor({ state: 'detached' });
    expect(await overflow(), path).toBe(0);
  }
  await ann.button(en.stepIn).click();
  await ann.beInside();
  expect(await overflow(), 'inside').toBe(0);
});

test('whoever wants less motion gets none', async () => {
  const ann = await scene.visit({ name: 'Ann', reducedMotion: 'reduce' });
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  await ann.openMicrophone();
  const moving = () =>
    ann.page.evaluate(
      () =>
        document.getAnimations().filter(({ playState, effect }) => {
          const { iterations = 1, duration = 0 } = effect?.getComputedTiming() ?? {};
          return (
            playState === 'running' && (iterations === Number.POSITIVE_INFINITY || Number(duration) > 200)
          );
        }).length,
    );
  expect(await moving()).toBe(0);
  await ann.page.getByRole('link', { name: en.home }).click();
  await ann.willRead(en.hero);
  expect(await moving()).toBe(0);
});
