import type { AccountChange } from '../../../protocol/account.ts';
import type { PasskeyCreation, PasskeyRequest } from '../../../protocol/passkeys.ts';
import type { Me } from '../../../protocol/people.ts';
import { Browser } from './Browser.ts';
import { SoftPasskey } from './SoftPasskey.ts';

/** A password that nobody would try first. */
export const password = 'quiet otters paddle home';

/** A browser of a new guest. */
export async function visit(url: string, name?: string): Promise<{ browser: Browser; me: Me }> {
  const browser = new Browser(url);
  const me = await browser.ask<Me>('GET', '/me');
  return { browser, me: name === undefined ? me : await browser.ask('PUT', '/me', { name }) };
}

/** Keeps the name of whoever is at a browser, with a passkey. */
export async function keepName(
  browser: Browser,
  passkey = new SoftPasskey(),
): Promise<AccountChange & { passkey: SoftPasskey }> {
  const creation = await browser.ask<PasskeyCreation>('POST', '/account/passkeys/start', {});
  const answer = passkey.create(creation, browser.url);
  return { ...(await browser.ask<AccountChange>('POST', '/account/passkeys', { answer })), passkey };
}

/** Signs in at a browser with a passkey. */
export async function signIn(browser: Browser, passkey: SoftPasskey): Promise<Me> {
  const request = await browser.ask<PasskeyRequest>('POST', '/sign-in/start', {});
  const answer = passkey.get(request, browser.url);
  return await browser.ask('POST', '/sign-in/passkey', { answer });
}
