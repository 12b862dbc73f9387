import type { Browser } from 'playwright-core';
import { launch, openPage, stepInButton } from '../clients/chrome.ts';
import { becomeGuest, openRoom } from '../clients/guests.ts';
import { type Firsts, probeFirsts, toneAsMicrophone } from '../clients/pageProbe.ts';
import { OurServer } from '../servers/OurServer.ts';
import { percentile } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'browser';
const full = { pages: 20 };
const small = { pages: 2 };
// How long somebody looks at the door before the tap; the page gets ready meanwhile.
const lookMs = 1_000;

/** Chromium steps into a room in which somebody speaks and is seen: from the tap to sound and picture. */
export async function browser(bench: Bench): Promise<void> {
  const { pages } = bench.smoke ? small : full;
  const server = await OurServer.start();
  try {
    const { slug } = await openRoom(server.url, await becomeGuest(server.url));
    // Once for all: from then on the speaker's camera keeps the machine busy.
    report(bench, await bench.quietly(() => visit(`${server.url}/r/${slug}`, pages)));
  } finally {
    await server.close();
  }
}

interface Visits {
  readonly chromium: string;
  readonly firsts: readonly Firsts[];
}

async function visit(url: string, pages: number): Promise<Visits> {
  const chrome = await launch();
  try {
    await addSpeaker(chrome, url);
    const firsts: Firsts[] = [];
    for (let i = 0; i < pages; i++) firsts.push(await stepIn(chrome, url));
    return { chromium: chrome.version(), firsts };
  } finally {
    await chrome.close();
  }
}

async function addSpeaker(chrome: Browser, url: string): Promise<void> {
  const context = await chrome.newContext({ locale: 'en-US' });
  await context.addInitScript(toneAsMicrophone);
  const page = await openPage(context, url);
  await stepInButton(page).click();
  // The microphone, then the camera.
  await page.locator('[aria-keyshortcuts="M"]').click();
  await page.locator('[aria-keyshortcuts="V"]').click();
  await page.locator('.tile.self video').waitFor();
}

async function stepIn(chrome: Browser, url: string): Promise<Firsts> {
  const context = await chrome.newContext({ locale: 'en-US' });
  await context.addInitScript(probeFirsts);
  const page = await openPage(context, url);
  await stepInButton(page).waitFor();
  await settle(lookMs);
  await stepInButton(page).click();
  const firsts = await page.evaluate(() => window.firsts);
  await context.close();
  return firsts;
}

function report(bench: Bench, { chromium: version, firsts }: Visits): void {
  bench.add({ scenario, metric: 'chromium', value: version, unit: '' });
  const add = (metric: string, of: (first: Firsts) => number, part: number, target?: number) => {
    const goal = target === undefined || bench.smoke ? {} : { target };
    bench.add({ scenario, metric, value: percentile(firsts.map(of), part), unit: 'ms', ...goal });
  };
  add('click_to_sound_ms', ({ soundMs }) => soundMs, 0.5, 300);
  add('click_to_sound_p95_ms', ({ soundMs }) => soundMs, 0.95, 600);
  add('click_to_frame_ms', ({ frameMs }) => frameMs, 0.5, 350);
  add('click_to_frame_p95_ms', ({ frameMs }) => frameMs, 0.95);
}
