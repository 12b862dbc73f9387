import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launch, openPage, stepInButton } from '../clients/chrome.ts';
import { becomeGuest, openRoom } from '../clients/guests.ts';
import { writeScenery } from '../clients/scenery.ts';
import { OurServer } from '../servers/OurServer.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'pictures';
// Few pictures a second, so that sixteen cameras fit on two cores: bit rates are what encoders are told to make.
const full = { cameras: 16, fps: 2, settleMs: 25_000, measureMs: 15_000 };
const small = { cameras: 2, fps: 5, settleMs: 3_000, measureMs: 2_000 };
const screen = { width: 1_440, height: 900 };
// As many cores as the page is told there are: with few it sends VP8 in three sizes, with many VP9 in layers.
const machines = [2, 8];

/** Real cameras in simulcast and in layers, and what of them arrives at somebody who looks at them in different ways. */
export async function pictures(bench: Bench): Promise<void> {
  const shape = bench.smoke ? small : full;
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-bench-'));
  const film = join(folder, 'scenery.y4m');
  await writeScenery(film, { width: 1_280, height: 720 }, shape.fps, 12);
  const server = await OurServer.start();
  try {
    for (const cores of machines) {
      const chrome = await launch(`--use-file-for-fake-video-capture=${film}`);
      const { slug } = await openRoom(server.url, await becomeGuest(server.url));
      const room = { ...shape, url: `${server.url}/r/${slug}`, slug, cores };
      await bench.quietly(() => look(bench, chrome, room)).finally(() => chrome.close());
    }
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

interface Room {
  readonly url: string;
  readonly slug: string;
  readonly cameras: number;
  readonly cores: number;
  readonly settleMs: number;
  readonly measureMs: number;
}

async function look(bench: Bench, chrome: Browser, room: Room): Promise<void> {
  const senders: Page[] = [];
  for (let i = 0; i < room.cameras; i++) senders.push(await addCamera(chrome, room));
  const viewer = await enter(await chrome.newContext({ locale: 'en-US', viewport: screen }), room);
  await settle(room.settleMs);

  const before = await Promise.all(senders.map(topLayerBytes));
  const startedAt = performance.now();
  const tiles = await received(viewer, room.measureMs);
  const after = await Promise.all(senders.map(topLayerBytes));
  const seconds = (performance.now() - startedAt) / 1_000;
  const codec = senders[0] ? await codecOf(senders[0]) : '';
  const naive = after.reduce((sum, bytes, i) => sum + bytes - (before[i] ?? 0), 0) / seconds;
  const figure = { scenario, shape: codec };
  bench.add({ ...figure, metric: 'cameras', value: room.cameras, unit: '' });
  bench.add({ ...figure, metric: 'top_layers_forwarded', value: kilobits(naive), unit: 'kbit/s' });
  const add = (metric: string, bytesPerSecond: number, target: number) => {
    const ratio = naive === 0 ? 0 : bytesPerSecond / naive;
    const compared = { against: 'the top layers', ratio, ...(!bench.smoke && { target }) };
    bench.add({ ...figure, metric, value: kilobits(bytesPerSecond), unit: 'kbit/s', ...compared });
  };
  add('all_tiles', tiles, 0.2);

  await viewer.keyboard.press('1');
  await viewer.locator('.tile.large').waitFor();
  await settle(room.settleMs / 3);
  add('one_large_and_strip', await received(viewer, room.measureMs), 0.2);

  await viewer.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await settle(room.settleMs / 3);
  const out = await received(viewer, room.measureMs);
  add('hidden_tab', out, 0.01);
}

/** Somebody who is seen and looks at nobody. */
async function addCamera(chrome: Browser, room: Room): Promise<Page> {
  const context = await chrome.newContext({ locale: 'en-US', viewport: { width: 400, height: 300 } });
  await context.addInitScript((slug) => {
    localStorage.setItem(`hobnob.layout.${slug}`, JSON.stringify({ name: 'voices' }));
  }, room.slug);
  const page = await enter(context, room);
  const camera = page.locator('[aria-keyshortcuts="V"]');
  await camera.click();
  await camera.getByText('Camera on').waitFor();
  return page;
}

async function enter(context: BrowserContext, { url, cores }: Room): Promise<Page> {
  await context.addInitScript(`Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${cores} })`);
  await context.addInitScript(keepConnections);
  const page = await openPage(context, url);
  await stepInButton(page).click();
  await page.locator('[aria-keyshortcuts="M"]').waitFor();
  return page;
}

/** Runs in the page before its own scripts. */
function keepConnections(): void {
  const connections: RTCPeerConnection[] = [];
  Object.assign(window, { connections });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
}

/** Bytes of pictures that arrive in a second, headers and repairs included. */
async function received(page: Page, measureMs: number): Promise<number> {
  const startedAt = performance.now();
  const before = await videoBytes(page, 'inbound-rtp');
  await settle(measureMs);
  const arrived = (await videoBytes(page, 'inbound-rtp')) - before;
  return (arrived * 1_000) / (performance.now() - startedAt);
}

/** What a server would forward that chooses nothing: the largest size, or a stream with all its layers. */
async function topLayerBytes(page: Page): Promise<number> {
  return await videoBytes(page, 'outbound-rtp', 'r2');
}

async function codecOf(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const connections: RTCPeerConnection[] = Reflect.get(window, 'connections');
    const reports = await Promise.all(connections.map((connection) => connection.getStats()));
    const names = reports.flatMap((report) => [...report.values()]).map(({ mimeType }) => String(mimeType));
    return names.find((name) => name.startsWith('video/'))?.slice('video/'.length) ?? '';
  });
}

function videoBytes(page: Page, type: 'inbound-rtp' | 'outbound-rtp', rid?: string): Promise<number> {
  return page.evaluate(
    async ({ type, rid }) => {
      const connections: RTCPeerConnection[] = Reflect.get(window, 'connections');
      const reports = await Promise.all(connections.map((connection) => connection.getStats()));
      const streams = reports.flatMap((report) => [...report.values()]);
      return streams
        .filter((stream) => stream.type === type && stream.kind === 'video')
        .filter((stream) => rid === undefined || stream.rid === undefined || stream.rid === rid)
        .reduce(
          (sum, stream) =>
            sum +
            (stream.bytesReceived ?? stream.bytesSent) +
            (stream.headerBytesReceived ?? stream.headerBytesSent),
          0,
        );
    },
    { type, rid },
  );
}

function kilobits(bytesPerSecond: number): number {
  return (bytesPerSecond * 8) / 1_000;
}
