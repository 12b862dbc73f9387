import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { ApartChrome } from '../clients/ApartChrome.ts';
import { Crowd } from '../clients/Crowd.ts';
import { launch, openPage, stepInButton } from '../clients/chrome.ts';
import { OurDoor } from '../clients/OurDoor.ts';
import { writeScenery } from '../clients/scenery.ts';
import { OurServer } from '../servers/OurServer.ts';
import { rounds } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'tab';
const full = { others: 9, rounds: 3, settleMs: 8_000, measureMs: 10_000 };
const small = { others: 2, rounds: 1, settleMs: 2_000, measureMs: 2_000 };
// As large as each of nine tiles on this screen: what is measured is the tab, not the encoders beside it.
const screen = { width: 1_440, height: 900 };
const film = { width: 480, height: 270, fps: 15, frames: 30 };

/** What is chosen in the tab before it opens the room. */
interface Way {
  readonly name: string;
  readonly kept: Readonly<Record<string, object>>;
}

/** The others in a room, and its address. */
interface Company {
  readonly crowd: Crowd;
  readonly slug: string;
  readonly url: string;
}

/** The CPU of one Chromium with one tab: in a voice room of ten, and with nine pictures in it. */
export async function tab(bench: Bench): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-bench-'));
  const path = join(folder, 'scenery.y4m');
  await writeScenery(path, film, film.fps, film.frames);
  const server = await OurServer.start();
  const chrome = await launch(`--use-file-for-fake-video-capture=${path}`);
  const apart = await ApartChrome.launch();
  const gather = async (source: 'microphone' | 'camera'): Promise<Company> => {
    const door = await OurDoor.open(server);
    const crowd = await Crowd.gather(chrome, server.url, door);
    for (let i = 0; i < shapeOf(bench).others; i++) await crowd.add(source);
    return { crowd, slug: door.slug, url: `${server.url}/r/${door.slug}` };
  };
  try {
    await voices(bench, apart, await gather('microphone'));
    await pictures(bench, apart, await gather('camera'));
  } finally {
    await apart.close();
    await chrome.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

/** Everybody speaks all the time, the tab too: the most that such a room can cost. */
async function voices(bench: Bench, apart: ApartChrome, company: Company): Promise<void> {
  const ways = (['browser', 'off', 'strong'] as const).map(
    (suppression): Way => ({ name: suppression, kept: { 'hobnob.voice': { suppression } } }),
  );
  const spent = await compare(bench, apart, company, ways, openMicrophone);
  await company.crowd.leave();
  const add = (name: string, against?: string) => report(bench, spent, 'voices', name, against);
  bench.add({ scenario, shape: 'voices', metric: 'people', value: shapeOf(bench).others + 1, unit: '' });
  add('off');
  add('browser', 'off');
  add('strong', 'off');
}

/** Nine cameras in nine tiles, beside the same room with voices only. */
async function pictures(bench: Bench, apart: ApartChrome, company: Company): Promise<void> {
  const { others } = shapeOf(bench);
  const layout = (name: string) => ({ [`hobnob.layout.${company.slug}`]: { name } });
  const ways: Way[] = [
    { name: 'hidden', kept: layout('voices') },
    { name: 'shown', kept: layout('even') },
  ];
  const lastTile = (page: Page) => page.locator('.tile video').nth(others - 1);
  const spent = await compare(bench, apart, company, ways, async (page, { name }) => {
    if (name === 'shown') await lastTile(page).waitFor();
  });
  await company.crowd.leave();
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

async function openMicrophone(page: Page): Promise<void> {
  const button = page.locator('[aria-keyshortcuts="M"]');
  // Where a machine is busy a click can last so long that it is holding the button.
  await button.click({ trial: true });
  await button.press('Enter');
  await button.getByText('Mic on').waitFor();
}
