import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { IdentityProvider } from '../support/account/IdentityProvider.ts';
import { audit } from '../support/e2e/audit.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { useHouse } from '../support/e2e/visit.ts';

const provider = await IdentityProvider.open();
const scene = useHouse(provider.settings);
beforeAll(() => provider.serve(scene.house.url));
afterAll(() => provider.close());

const button = en.signInProvider.replace('{provider}', new URL(provider.issuer).host);

/** Goes to the provider, says who one is, and comes back. */
async function signIn(guest: Guest, login: string): Promise<void> {
  const { page } = guest;
  // The provider's own page asks others for letters and an icon, which are not to be had here.
  guest.allow(/ERR_(NAME|INTERNET|CONNECTION)|status of 404/);
  // What the page asked as a guest who is none any more; it asks again over the new connection.
  guest.allow(/status of 401/);
  await guest.goTo('/sign-in');
  await guest.button(button).click();
  await page.locator('[name=login]').fill(login);
  await page.locator('[name=password]').fill('any');
  await page.locator('[type=submit]').click();
  await page.locator('[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.locator('[type=submit]').click();
}

test('a guest keeps the name by the provider of the house, and comes back with it on another device', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  await ann.goTo('/sign-in');
  await ann.button(button).waitFor();
  expect(await audit(ann, 'sign in with a provider')).toEqual([]);
  await signIn(ann, 'ann');
  await ann.page.getByRole('dialog', { name: en.codesTitle }).waitFor();
  await ann.button(en.codesDone).click();
  await ann.page.getByText(en.logins).waitFor();
  expect(await audit(ann, 'linked to a provider')).toEqual([]);
  ann.allow(/status of 409/);
  await ann.button(en.providerRemove).click();
  await ann.page.getByText(en.passkeyLast).waitFor();

  const phone = await scene.visit();
  await signIn(phone, 'ann');
  await phone.willRead(en.hero);
  await phone.button(/^You are Ann\./).waitFor();
});
