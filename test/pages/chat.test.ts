import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

test('everybody reads each line once and in the same order, whoever comes late too', async () => {
  const names = ['Ann', 'Bo', 'Cy'];
  const guests = await Promise.all(names.map((name) => scene.visit({ name })));
  const [ann] = guests;
  if (!ann) throw new Error('Nobody came.');
  const room = await ann.makeRoom();
  await Promise.all(guests.map((guest) => guest.stepIn(room)));

  await Promise.all(
    guests.map(async (guest, index) => {
      for (let line = 1; line <= 5; line++) await guest.write(`${names[index]} says ${line}`);
    }),
  );
  for (const guest of guests) await eventually(async () => (await guest.lines()).length).toBe(15);
  const said = await ann.lines();
  expect(new Set(said).size).toBe(15);
  for (const name of names) {
    const own = said.filter((line) => line.startsWith(name));
    expect(own).toEqual([1, 2, 3, 4, 5].map((line) => `${name} says ${line}`));
  }

  const late = await scene.visit({ name: 'Di' });
  await late.stepIn(room);
  await eventually(() => late.lines()).toEqual(said);
  await ann.write('See https://example.org/bread.');
  for (const guest of [...guests, late]) {
    await eventually(async () => (await guest.lines()).at(-1)).toBe('See https://example.org/bread.');
    expect((await guest.lines()).slice(0, 15)).toEqual(said);
  }
  const link = late.page.getByRole('link', { name: 'https://example.org/bread' });
  expect(await link.getAttribute('rel')).toContain('noopener');
});

test('what was not read yet is marked while the panel is closed', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.write('Good morning');
  await eventually(() => bo.lines()).toEqual(['Good morning']);

  await bo.button(en.closePanel).click();
  await ann.write('Are you there?');
  await ann.write('Hello?');
  await bo.button(`${en.openPanel}, 2 unread`).click();
  await eventually(() => bo.lines()).toEqual(['Good morning', 'Are you there?', 'Hello?']);
  await bo.page.getByText('2 new since you looked away').waitFor();
  await bo.button(en.closePanel).click();
  await bo.button(en.openPanel).waitFor();
});

test('a line is answered, stamped, changed and taken away, and the other sees each at once', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.write('Saturm is up');
  await eventually(() => bo.lines()).toEqual(['Saturm is up']);

  const choose = async (guest: Guest, name: string, item: string) => {
    await guest.page.locator('.line').filter({ hasText: name }).first().hover();
    await guest.page
      .locator('.line')
      .filter({ hasText: name })
      .first()
      .getByRole('button', { name: /^What to do/ })
      .click();
    await guest.page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await choose(bo, 'Saturm', en.reply);
  await bo.page.getByText('Answering Ann').waitFor();
  await bo.write('Where?');
  await ann.page.locator('button.quote', { hasText: 'Saturm is up' }).waitFor();
  await choose(bo, 'Saturm is up', en['stamp.spark']);
  const stamp = ann.page.getByRole('button', { name: `${en['stamp.spark']}, 1` });
  expect(await stamp.getAttribute('aria-pressed')).toBe('false');
  await stamp.click();
  await bo.page.getByRole('button', { name: `${en['stamp.spark']}, 2`, pressed: true }).waitFor();

  const field = ann.page.getByRole('textbox', { name: en.writeToRoom });
  await field.press('ArrowUp');
  const change = ann.page.getByRole('textbox', { name: en.editingLine });
  expect(await change.inputValue()).toBe('Saturm is up');
  await change.fill('Saturn is up');
  await change.press('Enter');
  await eventually(() => bo.lines()).toEqual(['Saturn is up', 'Where?']);
  await bo.page.getByText(en.edited).waitFor();
  await bo.page.locator('button.quote', { hasText: 'Saturn is up' }).waitFor();

  await choose(ann, 'Where?', en.deleteLine);
  await ann.page.getByRole('dialog').getByRole('button', { name: en.deleteLine }).click();
  await eventually(() => bo.lines()).toEqual(['Saturn is up', en.deletedLine]);

  const late = await scene.visit({ name: 'Di' });
  await late.stepIn(room);
  await eventually(() => late.lines()).toEqual(['Saturn is up', en.deletedLine]);
  await late.page.getByRole('button', { name: `${en['stamp.spark']}, 2`, pressed: false }).waitFor();
});

test('what changed while the line was lost is there when it is back', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.write('One');
  await ann.write('Two');
  await eventually(() => bo.lines()).toEqual(['One', 'Two']);
  bo.allow(/WebSocket/, /ERR_INTERNET_DISCONNECTED/, /Failed to fetch/);
  await bo.context.setOffline(true);
  await bo.write('Three');
  await bo.page.locator('.pending').getByText(en.waitsForLine).waitFor();
  await ann.page.getByRole('textbox', { name: en.writeToRoom }).press('ArrowUp');
  const change = ann.page.getByRole('textbox', { name: en.editingLine });
  await change.fill('Two and a half');
  await change.press('Enter');
  await eventually(() => ann.lines()).toEqual(['One', 'Two and a half']);
  expect((await bo.lines()).slice(0, 2)).toEqual(['One', 'Two']);
  await bo.context.setOffline(false);
  for (const guest of [ann, bo]) {
    await eventually(() => guest.lines()).toEqual(['One', 'Two and a half', 'Three']);
  }
});
