import type { Me } from '../../protocol/people.ts';
import type { Browser } from './account/Browser.ts';
import { keepName, visit } from './account/people.ts';
import type { TestServer } from './startServer.ts';

/** A browser of somebody with an account. */
export async function member(url: string, name: string): Promise<{ browser: Browser; me: Me }> {
  const { browser } = await visit(url, name);
  await keepName(browser);
  return { browser, me: await browser.ask<Me>('GET', '/me') };
}

/** Somebody who came by the code that the machine printed. */
export async function firstAdmin(
  { app, url }: Pick<TestServer<unknown>, 'app' | 'url'>,
  name = 'Hana',
): Promise<{ browser: Browser; me: Me }> {
  const first = await app.firstAdmin();
  if (typeof first !== 'object' || !first) throw new Error('There is no code to be had.');
  const { browser } = await member(url, name);
  return { browser, me: await browser.ask<Me>('POST', '/house/claim', { code: first.code }) };
}
