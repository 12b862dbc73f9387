import { expect, test, vi } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { Authenticator } from '../support/e2e/authenticator.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
const password = 'quiet otters paddle home';

const idOf = async ({ context, url }: Guest) => {
  const response = await context.request.get(`${url}/api/me`);
  const { data } = (await response.json()) as { data: { id: string; name: string } };
  return data.id;
};

/** Keeps the name on the settings page; gives the recovery codes that were shown. */
async function keepName(guest: Guest): Promise<string[]> {
  await guest.goTo('/settings');
  await guest.button(en.addPasskey).click();
  return await noteCodes(guest);
}

async function noteCodes(guest: Guest): Promise<string[]> {
  const dialog = guest.page.getByRole('dialog', { name: en.codesTitle });
  await dialog.waitFor();
  const codes = await dialog.getByRole('listitem').allInnerTexts();
  await guest.button(en.codesDone).click();
  await dialog.waitFor({ state: 'detached' });
  return codes;
}

/** Keeps the name with a password, after one that is too easy. */
async function keepByPassword(guest: Guest, handle: string): Promise<string[]> {
  guest.allow(/status of 422/);
  await guest.goTo('/settings');
  await guest.button(en.usePassword).click();
  await guest.page.getByRole('textbox', { name: en.handle }).fill(handle);
  await guest.page.getByLabel(en.passwordNew).fill('password1234');
  await guest.button(en.save).click();
  await guest.page.getByText(en['problem.weak_password']).waitFor();
  await guest.page.getByLabel(en.passwordNew).fill(password);
  await guest.button(en.save).click();
  return await noteCodes(guest);
}

test('a guest who wrote a line is asked once, keeps the name with one tap, and stays in the room', async () => {
  const [ann, bo] = [await scene.visit({ name: 'Ann' }), await scene.visit({ name: 'Bo' })];
  await Authenticator.plugIn(ann);
  const room = await ann.makeRoom();
  await Promise.all([ann.stepIn(room), bo.stepIn(room)]);
  await ann.openMicrophone();
  const id = await idOf(ann);
  expect(await ann.page.getByText(en.keepStrip).count()).toBe(0);
  await ann.write('Hello from the oven');
  await ann.page.getByText(en.keepStrip).waitFor();

  const strip = ann.page.getByRole('status').filter({ hasText: en.keepStrip });
  await strip.getByRole('button', { name: en.addPasskey }).click();
  expect(await noteCodes(ann)).toHaveLength(10);
  await ann.page.getByText(en.keepStrip).waitFor({ state: 'detached' });
  // The line of the guest has been cut by now, and nobody noticed.
  await ann.page.waitForTimeout(1_500);
  expect(await ann.microphone.innerText()).toContain(en.micOn);
  await ann.write('Still here');
  await eventually(() => bo.lines()).toEqual(['Hello from the oven', 'Still here']);
  expect(await idOf(ann)).toBe(id);

  await bo.write('And me');
  await bo.button(en.keepStripNo).click();
  await bo.page.reload();
  await bo.button(en.stepIn).click();
  await bo.beInside();
  await bo.write('No need to ask');
  expect(await bo.page.getByText(en.keepStrip).count()).toBe(0);
});

test('on another device the synced passkey brings back who one was', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const device = await Authenticator.plugIn(ann);
  await keepName(ann);
  const phone = await scene.visit();
  await Authenticator.plugIn(phone, await device.passkeys());
  const tab = await phone.openTab();
  await tab.goTo('/');
  await phone.goTo('/');
  await phone.chooseInOwnMenu(en.signIn);
  await phone.willRead(en.signIn);
  await phone.button(en.signInPasskey).click();
  await phone.willRead(en.hero);
  await phone.button(/^You are Ann\./).waitFor();
  expect(await idOf(phone)).toBe(await idOf(ann));
  // Whoever was a guest in another tab until now is not one there either.
  await tab.button(/^You are Ann\./).waitFor();
});

test('signing out everywhere else makes a new guest of the other page, which says so', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const [code = ''] = await keepByPassword(ann, 'Ann-of-the-reef');
  const cafe = await scene.visit();
  await cafe.goTo('/sign-in');
  await cafe.page.getByText(en.signInCode).click();
  await cafe.page.getByRole('textbox', { name: en.signInCodeLabel }).fill(code);
  await cafe.button(en.signIn).click();
  await cafe.page.getByText(en.cameByCode).waitFor();
  const before = await idOf(cafe);
  expect(before).toBe(await idOf(ann));

  await ann.goTo('/settings');
  await ann.button(en.loginEndOthers).click();
  await cafe.page.getByText(en.signedOutHere).waitFor({ timeout: 5_000 });
  expect(await idOf(cafe)).not.toBe(before);
  await ann.button(en.loginEndOthers).waitFor({ state: 'detached' });
});

test('a password brings back who one was, and a wrong one says so without telling what is wrong', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  await keepByPassword(ann, 'ann-again');
  const phone = await scene.visit();
  phone.allow(/status of 401/);
  await phone.goTo('/sign-in');
  await phone.page.getByText(en.signInPassword).click();
  const form = phone.page.locator('details[open] form');
  await form.getByLabel(en.handle).fill('ann-again');
  await form.getByLabel(en.password).fill('not it at all');
  await form.getByRole('button', { name: en.signIn }).click();
  await form.getByText(en['problem.sign_in_failed']).waitFor();
  await form.getByLabel(en.password).fill(password);
  await form.getByRole('button', { name: en.signIn }).click();
  await phone.willRead(en.hero);
  expect(await idOf(phone)).toBe(await idOf(ann));

  await phone.chooseInOwnMenu(en.signOut);
  await phone.button(/^You are (?!Ann\.)/).waitFor();
  expect(await idOf(phone)).not.toBe(await idOf(ann));
});

test('whoever left a browser signed in says once more who they are before there are new codes', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  await keepByPassword(ann, 'ann-once-more');
  ann.allow(/status of 401/);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
  try {
    await ann.button(en.codesRenew).click();
    const dialog = ann.page.getByRole('dialog', { name: en.confirmTitle });
    await dialog.waitFor();
    expect(await audit(ann, 'asked once more')).toEqual([]);
    await dialog.getByLabel(en.passwordCurrent).fill('not that one');
    await ann.button(en.confirmGo, dialog).click();
    await dialog.getByText(en['problem.sign_in_failed']).waitFor();
    await dialog.getByLabel(en.passwordCurrent).fill(password);
    await ann.button(en.confirmGo, dialog).click();
    expect(await noteCodes(ann)).toHaveLength(10);
  } finally {
    vi.useRealTimers();
  }
});
