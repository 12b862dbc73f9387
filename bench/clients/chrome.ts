import { type Browser, type BrowserContext, chromium, type LaunchOptions, type Page } from 'playwright-core';

// Sixteen encoders leave a page on two cores little.
const patienceMs = 60_000;

/** Devices are pretended, and never asked about. */
export function chromeOptions(...flags: string[]): LaunchOptions {
  return {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...flags,
    ],
  };
}

export async function launch(...flags: string[]): Promise<Browser> {
  return await chromium.launch(chromeOptions(...flags));
}

/** Opens a page of ours. */
export async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(url);
  return page;
}

/** The button of a room's door. */
export const stepInButton = (page: Page) => page.getByRole('button', { name: 'Step in' });
