import type { Browser, Page } from 'playwright-core';
import { launch, openPage } from '../clients/chrome.ts';
import { OurServer } from '../servers/OurServer.ts';
import { percentile } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'home';
const full = { visits: 30 };
const small = { visits: 2 };
const targetMs = 500;
// Longer than any page takes to paint: what is painted before is painted of what was kept.
const silenceMs = 2_000;
// The page keeps what it shows every two seconds.
const keepMs = 3_000;

/** Somebody comes home to a server that does not answer yet: from the navigation to the first frame with their home in it. */
export async function home(bench: Bench): Promise<void> {
  const server = await OurServer.start();
  const chrome = await launch();
  try {
    const page = await atHome(chrome, server.url);
    const painted: number[] = [];
    await bench.quietly(async () => {
      for (let visit = 0; visit < (bench.smoke ? small : full).visits; visit++) {
        painted.push(await paintedAfter(page));
      }
    });
    const add = (metric: string, part: number) =>
      bench.add({
        scenario,
        metric,
        value: percentile(painted, part),
        unit: 'ms',
        ...(!bench.smoke && { target: targetMs }),
      });
    add('painted_p50_ms', 0.5);
    add('painted_p95_ms', 0.95);
  } finally {
    await chrome.close();
    await server.close();
  }
}

/** Somebody who follows an interest and has seen their home once; from then on the server takes its time. */
async function atHome(chrome: Browser, url: string): Promise<Page> {
  const context = await chrome.newContext({ locale: 'en-US' });
  await context.addInitScript(notePaint);
  const page = await openPage(context, url);
  // The page may not have asked yet who it is.
  await context.request.get(`${url}/api/me`);
  const answer = await context.request.put(`${url}/api/interests/chess/follow`, {
    headers: { origin: url },
    data: {},
  });
  if (!answer.ok()) throw new Error(`Following answered ${answer.status()}.`);
  await page.goto(url);
  await page.locator('.own-home').waitFor();
  await settle(keepMs);
  await context.route('**/api/**', async (route) => {
    await settle(silenceMs);
    await route.continue().catch(() => {});
  });
  return page;
}

/** Milliseconds from the navigation to the first frame in which one's home is. */
async function paintedAfter(page: Page): Promise<number> {
  await page.reload();
  return await page.evaluate(() => window.painted);
}

declare global {
  interface Window {
    painted: Promise<number>;
  }
}

/** Runs in the page: notes the frame in which one's home first is. */
function notePaint(): void {
  window.painted = new Promise((resolve) => {
    new MutationObserver((_changes, observer) => {
      if (!document.querySelector('.own-home')) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now()));
    }).observe(document, { childList: true, subtree: true });
  });
}
