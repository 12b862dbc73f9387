import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { Authenticator } from '../support/e2e/authenticator.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

test('axe finds nothing in the settings, the own menu, the sign-in page and their dialogs', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  await Authenticator.plugIn(ann);
  const faults: string[] = [];
  const look = async (state: string) => faults.push(...(await audit(ann, state)));
  const shown = (title: string) => ann.page.getByRole('dialog', { name: title }).waitFor();

  await ann.goTo('/sign-in?out=1');
  await ann.page.getByText(en.signInPassword).click();
  await ann.page.getByText(en.signInCode).click();
  await look('sign in');
  await ann.goTo('/settings');
  await ann.button(en.addPasskey).waitFor();
  await look('settings of a guest');
  await ann.button(/^You are .*settings/).click();
  await look('own menu');
  await ann.page.keyboard.press('Escape');
  await ann.button(en.usePassword).click();
  await shown(en.setPassword);
  await look('password');
  await ann.button(en.cancel).click();
  await ann.button(en.addPasskey).click();
  await shown(en.codesTitle);
  await look('recovery codes');
  await ann.button(en.codesDone).click();
  await ann.button(en.codesRenew).waitFor();
  await look('settings of a member');
  await ann.button(/^Rename passkey/).click();
  await shown(en.passkeyName);
  await look('rename a passkey');
  expect(faults).toEqual([]);
}, 180_000);
