import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { OwnTies } from '../../protocol/ties.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { idOf } from '../support/e2e/friends.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

/** Two people in a room: Bo said something there, and went away. */
async function away(): Promise<{ ann: Guest; bo: Guest; room: RoomInfo }> {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  const room = await ann.makeRoom({ name: 'Repair café', lasting: true });
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await bo.write('Who has an iron?');
  await eventually(() => ann.lines()).toEqual(['Who has an iron?']);
  await bo.leave();
  return { ann, bo, room };
}

async function mention(by: Guest, text: string): Promise<void> {
  const field = by.page.getByRole('textbox', { name: en.writeToRoom });
  await field.pressSequentially('@B');
  await by.page.getByRole('option', { name: 'Bo' }).waitFor();
  await field.press('Enter');
  await field.pressSequentially(text);
  await field.press('Enter');
}

test('R18: whoever is named while away is told by a toast, a bell and the title, and is led to the line', async () => {
  const { ann, bo, room } = await away();
  await mention(ann, 'here it is');
  const toast = bo.page.locator('.toast').getByRole('link', { name: 'Ann mentioned you in Repair café' });
  await toast.waitFor();
  for (let n = 1; n <= 60; n++) await ann.write(`line ${n}`);
  await eventually(() => bo.page.title()).toMatch(/^\(1\) /);
  const bell = bo.page.getByRole('link', { name: 'Inbox, 1 new' });
  await bell.focus();
  await bo.page.keyboard.press('Enter');
  await bo.willRead(en.inbox);
  const row = bo.page.locator('.told', { hasText: '@Bo here it is' });
  await row.getByText('Ann mentioned you in Repair café').waitFor();
  expect(await audit(bo, 'inbox')).toEqual([]);
  await bo.page.setViewportSize({ width: 1280, height: 800 });

  await row.click();
  await bo.beInside();
  const line = bo.page.locator('.msg .line.mentioned', { hasText: 'here it is' });
  await eventually(() => line.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(60);
  expect(await line.isVisible()).toBe(true);
  await eventually(() => bo.page.title()).toBe(`${room.name}, Hobnob`);
  expect(new URL(bo.page.url()).search).toBe('');
  await bo.leave();
  await bo.page.getByRole('link', { name: en.inbox, exact: true }).click();
  await bo.page.locator('.told:not(.unread)', { hasText: 'here it is' }).waitFor();
});

test('a call in one room says in its title that one is named in another', async () => {
  const { ann, bo } = await away();
  const other = await bo.makeRoom({ name: 'Slow dough' });
  await bo.stepIn(other);
  await mention(ann, 'come back');
  await eventually(() => bo.page.title()).toBe('(1) Slow dough, Hobnob');
});

test('nothing pops up for who wants no disturbance, and the inbox has it; one press reads all', async () => {
  const { ann, bo } = await away();
  await bo.goTo('/');
  const phone = await bo.openTab();
  const answer = await phone.page.goto(`${bo.url}/inbox`);
  expect(answer?.status()).toBe(200);
  await phone.page.getByText(en.inboxEmpty).waitFor();
  expect(await audit(phone, 'empty inbox')).toEqual([]);
  const { request } = bo.context;
  const { data } = (await (await request.get(`${bo.url}/api/me`)).json()) as { data: { id: string } };
  await bo.goTo(`/u/${data.id}`);
  await bo.page.getByRole('radio', { name: en.presenceOnline }).focus();
  await bo.page.keyboard.press('ArrowRight');
  await eventually(() => bo.page.getByRole('radio', { name: en.presenceDnd }).isChecked()).toBe(true);
  await bo.page.waitForLoadState('networkidle');
  await mention(ann, 'psst');
  await phone.page.locator('.told.unread', { hasText: 'psst' }).waitFor();
  expect(await bo.page.locator('.toast').count()).toBe(0);
  await bo.page.getByRole('link', { name: 'Inbox, 1 new' }).waitFor();
  await phone.button(en.inboxReadAll).click();
  await bo.page.getByRole('link', { name: en.inbox, exact: true }).waitFor();
  await phone.page.locator('.told:not(.unread)', { hasText: 'psst' }).waitFor();
});

test('how much one hears of what one follows is chosen where one follows it, and in the settings', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  await ann.goTo('/i/baking');
  await ann.button('Follow Baking').click();
  await ann.button('What to hear of Baking').click();
  const option = ann.page.getByRole('menuitemradio', { name: en.levelLiveInterest });
  await ann.page.getByRole('menuitemradio', { name: en.levelOff, checked: true }).waitFor();
  await option.click();
  await ann.page.getByRole('menuitemradio', { name: en.levelLiveInterest, checked: true }).waitFor();
  expect(await audit(ann, 'levels', ['desktop'])).toEqual([]);

  await ann.goTo('/settings#notifications');
  const baking = ann.page.getByLabel('Baking', { exact: true });
  await eventually(() => baking.inputValue()).toBe('live');
  await baking.selectOption('off');
  await ann.page.getByRole('switch', { name: en.quietHours }).click();
  const from = ann.page.getByLabel(en.quietFrom, { exact: true });
  await eventually(() => from.inputValue()).toBe('23:00');
  await from.fill('22:30');
  await from.press('Tab');
  expect(await audit(ann, 'notification settings')).toEqual([]);
  await ann.page.waitForLoadState('networkidle');
  await ann.page.reload();
  await eventually(() => baking.inputValue()).toBe('off');
  await eventually(() => from.inputValue()).toBe('22:30');
});

test('a friend’s request is answered where one is told of it', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  await bo.goTo('/inbox');
  await bo.willRead(en.inbox);
  const path = `${ann.url}/api/people/${await idOf(bo)}/friend`;
  await ann.context.request.put(path, { headers: { origin: ann.url }, data: {} });
  const agree = bo.button(`${en.agree}: Ann`);
  await agree.waitFor();
  expect(await audit(bo, 'a request in the inbox')).toEqual([]);
  await bo.page.setViewportSize({ width: 1280, height: 800 });
  await agree.click();
  await agree.waitFor({ state: 'detached' });
  const response = await ann.context.request.get(`${ann.url}/api/me/ties`);
  expect(((await response.json()) as { data: OwnTies }).data.friends).toMatchObject([{ name: 'Bo' }]);
});
