import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ApartChrome } from '../clients/ApartChrome.ts';
import { launch, openPage, stepInButton } from '../clients/chrome.ts';
import { becomeGuest, openRoom } from '../clients/guests.ts';
import { beUnseen, toneAsMicrophone } from '../clients/pageProbe.ts';
import { writeScenery } from '../clients/scenery.ts';
import { OurServer } from '../servers/OurServer.ts';
import { rounds } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'tab';
const full = { others: 9, rounds: 5, settleMs: 8_000, measureMs: 10_000 };
const small = { others: 2, rounds: 1, settleMs: 2_000, measureMs: 2_000 };
// As large as each of nine tiles on this screen: what is measured is the tab, not the encoders beside it.
const screen = { width: 1_440, height: 900 };
const film = { width: 480, height: 270, fps: 15, frames: 30 };

/** What is chosen in the tab before it opens the room. */
interface Way {
  readonly name: string;
  readonly kept: Readonly<Record<string, object>>;
}

interface Company {
  readonly url: string;
  readonly slug: string;
}

/** The CPU of one Chromium with one tab: in a voice room of ten, and with nine pictures in it. */
export async function tab(bench: Bench): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-bench-'));
  const path = join(folder, 'scenery.y4m');
  await writeScenery(path, film, film.fps, film.frames);
  const server = await OurServer.start();
  const crowd = await launch(`--use-file-for-fake-video-capture=${path}`);
  const apart = await ApartChrome.launch();
  const open = async (): Promise<Company> => {
    const { slug } = await openRoom(server.url, await becomeGuest(server.url));
    return { url: `${server.url}/r/${slug}`, slug };
  };
  try {
    await voices(bench, crowd, apart, await open());
    await pictures(bench, crowd, apart, await open());
  } finally {
    await apart.close();
    await crowd.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

/** Everybody speaks all the time, the tab too: the most that such a room can cost. */
async function voices(bench: Bench, crowd: Browser, apart: ApartChrome, company: Company): Promise<void> {
  const { others } = shapeOf(bench);
  const speakers: BrowserContext[] = [];
  for (let i = 0; i < others; i++) {
    const context = await crowd.newContext({ locale: 'en-US' });
    await context.addInitScript(toneAsMicrophone);
    await context.addInitScript(beUnseen);
    await press(await enter(context, company.url), 'M');
    speakers.push(context);
  }
  const ways = (['browser', 'off', 'strong'] as const).map(
    (suppression): Way => ({ name: suppression, kept: { 'hobnob.voice': { suppression } } }),
  );
  const spent = await compare(bench, apart, company, ways, (page) => press(page, 'M'));
  await Promise.all(speakers.map((context) => context.close()));
  const add = (name: string, against?: string) => report(bench, spent, 'voices', name, against);
  bench.add({ scenario, shape: 'voices', metric: 'people', value: others + 1, unit: '' });
  add('off');
  add('browser', 'off');
  add('strong', 'off');
}

/** Nine cameras in nine tiles, beside the same room with voices only. */
async function pictures(bench: Bench, crowd: Browser, apart: ApartChrome, company: Company): Promise<void> {
  const { others } = shapeOf(bench);
  const layout = (name: string) => ({ [`hobnob.layout.${company.slug}`]: { name } });
  for (let i = 0; i < others; i++) {
    const context = await crowd.newContext({ locale: 'en-US', viewport: { width: 400, height: 300 } });
    await keep(context, layout('voices'));
    await context.addInitScript(beUnseen);
    await press(await enter(context, company.url), 'V');
  }
  const ways: Way[] = [
    { name: 'hidden', kept: layout('voices') },
    { name: 'shown', kept: layout('even') },
  ];
  const spent = await compare(bench, apart, company, ways, async (page, way) => {
    if (way.name === 'shown')
      await page
        .locator('.tile video')
        .nth(others - 1)
        .waitFor();
  });
  bench.add({ scenario, shape: 'pictures', metric: 'tiles', value: others, unit: '' });
  bench.add({ scenario, shape: 'pictures', metric: 'size', value: `${film.width}x${film.height}`, unit: '' });
  report(bench, spent, 'pictures', 'hidden');
  report(bench, spent, 'pictures', 'shown', 'hidden');
}

/** For each way, what the tab spends in each round, in percent of a core; the ways take turns. */
async function compare(
  bench: Bench,
  apart: ApartChrome,
  { url }: Company,
  ways: readonly Way[],
  begin: (page: Page, way: Way) => Promise<void>,
): Promise<Map<string, number[]>> {
  const { rounds: count, settleMs, measureMs } = shapeOf(bench);
  const spent = new Map(ways.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < count; round++) {
    for (const way of ways) {
      const context = await apart.browser.newContext({ locale: 'en-US', viewport: screen });
      await keep(context, way.kept);
      await begin(await enter(context, url), way);
      await settle(settleMs);
      const [startedAt, before] = [performance.now(), apart.cpuMs()];
      await settle(measureMs);
      const percent = (100 * (apart.cpuMs() - before)) / (performance.now() - startedAt);
      spent.get(way.name)?.push(percent);
      await context.close();
    }
  }
  return spent;
}

function report(
  bench: Bench,
  spent: ReadonlyMap<string, readonly number[]>,
  shape: string,
  name: string,
  against?: string,
): void {
  const { median: value, min, max } = rounds(spent.get(name) ?? []);
  const other = against === undefined ? undefined : rounds(spent.get(against) ?? []).median;
  const compared = against === undefined || !other ? {} : { against, ratio: value / other };
  bench.add({ scenario, shape, metric: name, value, min, max, unit: '% of a core', ...compared });
}

function shapeOf({ smoke }: Bench): typeof full {
  return smoke ? small : full;
}

/** Chosen before the page opens. */
async function keep(context: BrowserContext, kept: Readonly<Record<string, object>>): Promise<void> {
  await context.addInitScript((entries) => {
    for (const [key, value] of entries) localStorage.setItem(key, JSON.stringify(value));
  }, Object.entries(kept));
}

async function enter(context: BrowserContext, url: string): Promise<Page> {
  const page = await openPage(context, url);
  await stepInButton(page).click();
  await page.locator('[aria-keyshortcuts="M"]').waitFor();
  return page;
}

async function press(page: Page, key: 'M' | 'V'): Promise<void> {
  const button = page.locator(`[aria-keyshortcuts="${key}"]`);
  // Where ten pages share two cores a click can last so long that it is holding the button.
  await button.click({ trial: true });
  await button.press('Enter');
  await button.getByText(key === 'M' ? 'Mic on' : 'Camera on').waitFor();
}
