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

/** Real cameras in real simulcast, and what of them arrives at somebody who looks at them in different ways. */
export async function pictures(bench: Bench): Promise<void> {
  const shape = bench.smoke ? small : full;
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-bench-'));
  const film = join(folder, 'scenery.y4m');
  await writeScenery(film, { width: 1_280, height: 720 }, shape.fps, 12);
  const server = await OurServer.start();
  const chrome = await launch(`--use-file-for-fake-video-capture=${film}`);
  try {
    const { slug } = await openRoom(server.url, await becomeGuest(server.url));
    await bench.quietly(() => look(bench, chrome, { ...shape, url: `${server.url}/r/${slug}`, slug }));
  } finally {
    await chrome.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

interface Room {
  readonly url: string;
  readonly slug: string;
  readonly cameras: number;
  readonly settleMs: number;
  readonly measureMs: number;
}

async function look(bench: Bench, chrome: Browser, room: Room): Promise<void> {
  const senders: Page[] = [];
  for (let i = 0; i < room.cameras; i++) senders.push(await addCamera(chrome, room));
  const viewer = await enter(await chrome.newContext({ locale: 'en-US', viewport: screen }), room.url);
  await settle(room.settleMs);

  const before = await Promise.all(senders.map(topLayerBytes));
  const startedAt = performance.now();
  const tiles = await received(viewer, room.measureMs);
  const after = await Promise.all(senders.map(topLayerBytes));
  const seconds = (performance.now() - startedAt) / 1_000;
  const naive = after.reduce((sum, bytes, i) => sum + bytes - (before[i] ?? 0), 0) / seconds;
  bench.add({ scenario, metric: 'cameras', value: room.cameras, unit: '' });
  bench.add({ scenario, metric: 'top_layers_forwarded', value: kilobits(naive), unit: 'kbit/s' });
  const add = (metric: string, bytesPerSecond: number, target: number) => {
    const ratio = naive === 0 ? 0 : bytesPerSecond / naive;
    const compared = { against: 'the top layers', ratio, ...(!bench.smoke && { target }) };
    bench.add({ scenario, metric, value: kilobits(bytesPerSecond), unit: 'kbit/s', ...compared });
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
async function addCamera(chrome: Browser, { url, slug }: Room): Promise<Page> {
  const context = await chrome.newContext({ locale: 'en-US', viewport: { width: 400, height: 300 } });
  await context.addInitScript((slug) => {
    localStorage.setItem(`hobnob.layout.${slug}`, JSON.stringify({ name: 'voices' }));
  }, slug);
  const page = await enter(context, url);
  const camera = page.locator('[aria-keyshortcuts="V"]');
  await camera.click();
  await camera.getByText('Camera on').waitFor();
  return page;
}

async function enter(context: BrowserContext, url: string): Promise<Page> {
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

async function topLayerBytes(page: Page): Promise<number> {
  return await videoBytes(page, 'outbound-rtp', 'r2');
}

function videoBytes(page: Page, type: 'inbound-rtp' | 'outbound-rtp', rid?: string): Promise<number> {
  return page.evaluate(
    async ({ type, rid }) => {
      const connections: RTCPeerConnection[] = Reflect.get(window, 'connections');
      const reports = await Promise.all(connections.map((connection) => connection.getStats()));
      const streams = reports.flatMap((report) => [...report.values()]);
      return streams
        .filter((stream) => stream.type === type && stream.kind === 'video')
        .filter((stream) => rid === undefined || stream.rid === rid)
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
