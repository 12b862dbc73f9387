import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
const cutLine = [/WebSocket/, /ERR_CONNECTION_REFUSED/, /ERR_INTERNET_DISCONNECTED/, /Failed to fetch/];
const waiting = (guest: Guest) => guest.page.locator('.pending').getByText(en.waitsForLine);

async function annAndBo(): Promise<{ ann: Guest; bo: Guest; room: Awaited<ReturnType<Guest['makeRoom']>> }> {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  bo.allow(...cutLine);
  return { ann, bo, room };
}

test('lines written without a line wait, and arrive once and in order when it is back', async () => {
  const { ann, bo } = await annAndBo();
  await bo.write('Before');
  await eventually(() => ann.lines()).toEqual(['Before']);
  await bo.context.setOffline(true);
  for (const text of ['One', 'Two', 'Three']) await bo.write(text);
  await eventually(() => waiting(bo).count()).toBe(3);
  await ann.write('Meanwhile');
  await bo.context.setOffline(false);
  const all = ['Before', 'Meanwhile', 'One', 'Two', 'Three'];
  for (const guest of [ann, bo]) await eventually(() => guest.lines()).toEqual(all);
  await eventually(() => bo.page.locator('.pending').count()).toBe(0);
});

test('lines that wait outlive the page, and a draft does too', async () => {
  const { ann, bo, room } = await annAndBo();
  await bo.context.setOffline(true);
  for (const text of ['One', 'Two']) await bo.write(text);
  await eventually(() => waiting(bo).count()).toBe(2);
  const field = () => bo.page.getByRole('textbox', { name: en.writeToRoom });
  await field().fill('Not finished');
  await bo.page.goto('about:blank');
  expect(await ann.lines()).toEqual([]);
  await bo.context.setOffline(false);
  await bo.stepIn(room);
  for (const guest of [ann, bo]) await eventually(() => guest.lines()).toEqual(['One', 'Two']);
  expect(await field().inputValue()).toBe('Not finished');
  await bo.page.reload();
  await bo.stepIn(room);
  await bo.write('Three');
  for (const guest of [ann, bo]) await eventually(() => guest.lines()).toEqual(['One', 'Two', 'Three']);
});

test('two tabs that have the same lines send them once', async () => {
  const { ann, bo, room } = await annAndBo();
  await scene.house.goDown();
  for (const guest of [ann, bo]) guest.allow(...cutLine);
  await bo.write('One');
  await eventually(() => waiting(bo).count()).toBe(1);
  await scene.house.comeBack();
  const second = await bo.openTab();
  await second.goTo(`/r/${room.slug}`);
  await second.button(en.stepIn).click();
  await second.button(en.readHere).click();
  for (const guest of [ann, bo, second]) await eventually(() => guest.lines()).toEqual(['One']);
  await second.write('Two');
  for (const guest of [ann, bo, second]) {
    await eventually(() => guest.lines()).toEqual(['One', 'Two']);
    expect(await guest.page.locator('.pending').count()).toBe(0);
  }
});
