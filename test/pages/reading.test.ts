import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

test('somebody is named from a list by keyboard, and finds the line marked and counted apart', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo Li' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await bo.button(en.closePanel).click();
  const field = ann.page.getByRole('textbox', { name: en.writeToRoom });
  await field.pressSequentially('Ask @b');
  const option = ann.page.getByRole('option', { name: 'Bo Li', selected: true });
  await option.waitFor();
  await ann.page.getByRole('status').filter({ hasText: '1 person fits' }).waitFor({ state: 'attached' });
  expect(await field.getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'));
  const faults = await audit(ann, 'naming', ['desktop']);
  expect(faults).toEqual([]);
  await field.press('Escape');
  await option.waitFor({ state: 'detached' });
  await field.press('Backspace');
  await field.press('Backspace');
  await field.pressSequentially('@li');
  await field.press('Enter');
  expect(await field.inputValue()).toBe('Ask @Bo Li ');
  await field.pressSequentially('first');
  await field.press('Enter');
  await ann.page.locator('.msg .mention', { hasText: '@Bo Li' }).waitFor();
  await ann.write('And then rest');

  await eventually(() => bo.page.title()).toBe(`(1) ${room.name}, Hobnob`);
  await bo.page.getByRole('link', { name: en.home }).click();
  const back = bo.page.getByRole('link', { name: `Back to ${room.name}, 2 unread, 1 mentions you` });
  await back.getByText('1', { exact: true }).waitFor();
  await back.click();
  await bo.page.locator('.msg .line.mentioned', { hasText: 'Ask @Bo Li first' }).waitFor();
  await eventually(() => bo.page.title()).toBe(`${room.name}, Hobnob`);
});

test('a line is found by its words and leads to its place, and a pinned one is a press away', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  await ann.write('The **recipe** for rye 黑麦面包');
  for (let n = 2; n <= 70; n++) await ann.write(`line ${n}`);
  await eventually(async () => (await ann.lines()).at(-1)).toBe('line 70');
  await ann.button(en.searchChat).click();
  const field = ann.page.getByRole('searchbox', { name: en.searchChat });
  await field.fill('黑麦');
  await ann.page.getByText('1 line found').waitFor();
  expect(await audit(ann, 'search', ['desktop'])).toEqual([]);
  await field.fill('rec');
  await ann.page.getByRole('button', { name: /The recipe for rye/ }).click();
  const line = ann.page.locator('.line', { hasText: 'recipe' });
  await eventually(() => line.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(60);

  await line.hover();
  await line.getByRole('button', { name: /^What to do/ }).click();
  await ann.page.getByRole('menuitem', { name: en.pinLine }).click();
  const pin = ann.button(/^Pinned line 1 of 1:/);
  await pin.waitFor();
  await ann.button(en.toNewest).click();
  await ann.page.getByText('line 70', { exact: true }).waitFor();
  await pin.click();
  await eventually(() => line.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(60);
  expect(await audit(ann, 'pinned', ['desktop'])).toEqual([]);
});

test('whoever may not write now is told why in plain words', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom({ slowSeconds: 300 });
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await bo.page.getByText('One line every 300 seconds').waitFor();
  await bo.page.getByRole('textbox', { name: en.writeToRoom }).pressSequentially('My');
  await ann.page.getByText('Bo is typing').waitFor();
  await bo.write('My only line');
  await ann.page.getByText('Bo is typing').waitFor({ state: 'detached' });
  await bo.page.getByText(/^Your next line in \d+ seconds/).waitFor();
  await bo.write('Too soon');
  expect(await bo.button(en.send).isDisabled()).toBe(true);
  await eventually(() => ann.lines()).toEqual(['My only line']);
  await ann.write('one');
  await ann.write('two');
  await eventually(() => bo.lines()).toEqual(['My only line', 'one', 'two']);

  await ann.button(en.editRoom).filter({ visible: true }).click();
  await ann.page.getByLabel(en.chatMode, { exact: true }).selectOption('off');
  expect(await audit(ann, 'settings', ['desktop'])).toEqual([]);
  await ann.button(en.save).click();
  await bo.page.getByText(en.chatOff).waitFor();
  await ann.page.getByText(en.chatOff).waitFor();
  expect(await bo.page.getByRole('textbox', { name: en.writeToRoom }).count()).toBe(0);
});

test('R6: coming back far behind leads to where one stopped, and from there to the end', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.write('line 1');
  await eventually(() => bo.lines()).toEqual(['line 1']);
  // Read marks do not wait for the disk, but for the server.
  await bo.page.waitForTimeout(300);
  await bo.leave();
  for (let n = 2; n <= 130; n++) await ann.write(`line ${n}`);
  await eventually(async () => (await ann.lines()).at(-1)).toBe('line 130');

  await bo.stepIn(room);
  await eventually(async () => (await bo.lines()).at(-1)).toBe('line 130');
  await bo.button('To the first of 129 unread lines').click();
  const mark = bo.page.getByText('129 new since you looked away');
  await mark.waitFor();
  await eventually(() => mark.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(60);
  expect(await bo.page.getByText('line 2', { exact: true }).isVisible()).toBe(true);
  // Reading on by the wheel leads to the end, through every page.
  await bo.page.getByRole('log').hover();
  for (let turn = 0; turn < 60 && (await bo.button(en.toNewest).count()) > 0; turn++) {
    await bo.page.mouse.wheel(0, 600);
    await bo.page.waitForTimeout(60);
  }
  await bo.page.getByText('line 130', { exact: true }).waitFor();
  expect(await bo.button(en.toNewest).count()).toBe(0);
  await ann.write('And there you are');
  await eventually(async () => (await bo.lines()).at(-1)).toBe('And there you are');
});
