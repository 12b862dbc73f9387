import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { chromiumFlags } from '../support/chromiumFlags.ts';
import { House } from '../support/e2e/house.ts';
import { browse } from './browse.ts';
import { type Listener, stage } from './cast.ts';
import { evening } from './evening.ts';
import { hang } from './gallery.ts';
import { inside } from './inside.ts';
import { orderly } from './orderly.ts';
import { installPretence, pretenceOf } from './pretend.ts';
import { conversation, observatory, otherRooms, stampedLines } from './rooms.ts';
import { Shots } from './Shots.ts';
import { states } from './states.ts';
import { shut, views } from './views.ts';

const { values } = parseArgs({
  options: {
    gallery: { type: 'boolean', default: false },
    /** Of all there is to be seen only one part: quick to look at what was just made. */
    only: { type: 'string' },
  },
});
const wanted = (part: string) => values.only === undefined || values.only === part;
const folder = join(import.meta.dirname, '../../screenshots');
mkdirSync(folder, { recursive: true });
const faults: string[] = [];

const settings = { ROOM_EMPTY_PAUSE: '3600', CONNECTIONS_PER_ADDRESS: '1000' };
const [house, empty, small] = await Promise.all([
  House.open(settings),
  House.open(),
  House.open({ ROOM_CAPACITY: '2' }),
]);
// Cookies know no ports: each house needs a name of its own.
const urls = {
  house: house.url,
  empty: `http://empty.localhost:${empty.port}`,
  small: `http://small.localhost:${small.port}`,
};
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    ...chromiumFlags,
    '--use-fake-device-for-media-stream',
    '--auto-select-tab-capture-source-by-title=Notes on Saturn',
  ],
});

/** A visitor with their own camera and voice, whose pages are looked at. */
async function visitor(locale: string): Promise<Page> {
  const context = await browser.newContext({
    locale,
    reducedMotion: 'reduce',
    permissions: ['microphone', 'camera'],
    viewport: { width: 1440, height: 900 },
  });
  const person = { name: 'Inês', avatar: 'face-19', camera: { pattern: 'knitting', hue: 12 } };
  await context.addInitScript(installPretence, pretenceOf(person, 12));
  const page = await context.newPage();
  for (const url of Object.values(urls)) {
    await page.goto(url);
    await page.locator('h1').waitFor();
    await page.evaluate(async ({ name, avatar }) => {
      const headers = { 'content-type': 'application/json' };
      await fetch('/api/me', { method: 'PUT', headers, body: JSON.stringify({ name, avatar }) });
    }, person);
  }
  return page;
}

/** Rooms with people in them, and all there is to be seen of these. */
async function lookAround(everybody: Listener[]): Promise<void> {
  console.log('Letting people in…');
  const { room, listeners, pages } = await stage(browser, house, observatory);
  everybody.push(...listeners.values());
  for (const demo of otherRooms) everybody.push(...(await stage(browser, house, demo)).listeners.values());
  for (const [person, text] of conversation) {
    const writer = listeners.get(person);
    if (writer) await writer.write(text);
    else {
      const field = pages.get(person)?.getByRole('textbox', { name: 'Write to the room' });
      await field?.fill(text);
      await field?.press('Enter');
    }
  }
  for (const listener of listeners.values()) {
    for (const [seq, stamp] of stampedLines) await listener.stamp(seq, stamp);
  }
  for (const locale of values.only === undefined ? ['en-GB', 'zh-CN'] : ['en-GB']) {
    const english = locale === 'en-GB';
    const shots = await look(locale);
    if (wanted('browse')) await browse(shots, urls.house, room);
    if (wanted('inside')) await inside(shots, urls.house, room, pages.get(1));
    if (english && wanted('states')) await states(shots, urls, room);
    if (english && wanted('views')) await views(shots, urls.house, room);
    if (wanted('orderly')) await orderly(browser, house, { shots, locale });
    if (wanted('shut')) await shut(browser, shots, locale, `${urls.house}/r/${room.slug}`);
    await shots.page.context().close();
  }
}

async function look(locale: string): Promise<Shots> {
  return new Shots(await visitor(locale), { folder, suffix: locale === 'en-GB' ? '' : '-zh', faults });
}

const everybody: Listener[] = [];
try {
  // Before the others come: a stage takes the machine for itself.
  if (wanted('evening')) {
    const shots = await look('en-GB');
    await evening(browser, house, shots);
    await shots.page.context().close();
  }
  if (values.only !== 'evening') await lookAround(everybody);
} finally {
  // Left open, each would look for the house for ever.
  for (const listener of everybody) listener.close();
  await browser.close();
  await Promise.all([house, empty, small].map((each) => each.close()));
}
if (values.gallery) await hang(folder, join(import.meta.dirname, '../../docs/screens'));
if (faults.length > 0) console.error(`axe found:\n${faults.join('\n')}`);
process.exitCode = faults.length === 0 ? 0 : 1;
