import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Parts } from '../../../server/app.ts';
import { chromiumFlags } from '../chromiumFlags.ts';
import { forgetCodecs } from './codecs.ts';
import { Guest } from './Guest.ts';
import { House } from './house.ts';
import { installProbe } from './probe.ts';
import { tones } from './tones.ts';

/** How somebody comes; whatever a browser context can be told, too. */
interface VisitOptions extends BrowserContextOptions {
  /** The voice of this guest. */
  readonly tone?: number;
  /** The tone never pauses. */
  readonly steady?: boolean;
  /** How many seconds a microphone takes to give anything. */
  readonly startsAfter?: number;
  readonly name?: string;
  /** False: the browser refuses microphone and camera. */
  readonly trusted?: boolean;
  /** How strong the machine says it is: two cores send pictures in VP8, four or more in something better. */
  readonly cores?: number;
  /** The browser knows no other codec of pictures than VP8. */
  readonly onlyVp8?: boolean;
  /** Comes by another name of the house than its own. */
  readonly host?: string;
}

/** A house and a browser for the tests of one file. */
export interface Scene {
  readonly house: House;
  /** Somebody comes, with cookies and storage of their own; they go when the test ends. */
  visit(options?: VisitOptions): Promise<Guest>;
}

/**
 * Opens a house with these settings, and Chromium with fake devices and these flags, for all tests of a file.
 * After each test everybody goes, and no page may have complained about anything.
 */
export function useHouse(
  settings: Record<string, string> = {},
  flags: readonly string[] = [],
  parts: Partial<Parts> = {},
): Scene {
  let browser: Browser;
  let house: House;
  let guests: Guest[] = [];

  beforeAll(async () => {
    [browser, house] = await Promise.all([openBrowser(flags), House.open(settings, parts)]);
  });
  afterEach(async () => {
    const going = guests;
    guests = [];
    const complaints = await Promise.all(going.map((guest) => guest.go()));
    if (complaints.flat().length > 0) throw new Error(`Pages complained:\n${complaints.flat().join('\n')}`);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  return {
    get house() {
      return house;
    },
    async visit(options = {}) {
      const { tone, steady = false, startsAfter = 0, name, trusted = true, ...rest } = options;
      const { host = 'localhost', cores = 2, onlyVp8 = false, ...context } = rest;
      const own = await browser.newContext({
        locale: 'en-GB',
        viewport: { width: 1280, height: 800 },
        // What moves is drawn again and again, by the two cores that everything else has to do with, too.
        reducedMotion: 'reduce',
        permissions: trusted ? ['microphone', 'camera', 'clipboard-read', 'clipboard-write'] : [],
        ...context,
      });
      await own.addInitScript(installProbe, {
        ...(tone && { tone }),
        steady,
        startsAfter,
        tones: Object.values(tones),
      });
      await own.addInitScript(`Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${cores} })`);
      if (onlyVp8) await own.addInitScript(forgetCodecs);
      const guest = new Guest(await own.newPage(), `http://${host}:${house.port}`);
      guests.push(guest);
      if (name !== undefined) await guest.nameThemselves(name);
      return guest;
    },
  };
}

// Autoplay, and whether devices may be used, are left as they are for everybody.
function openBrowser(flags: readonly string[]): Promise<Browser> {
  return chromium.launch({
    // A browser that is mute hears nothing of its own tabs either, when they are shared.
    ...(flags.some((flag) => flag.includes('capture-source')) && { ignoreDefaultArgs: ['--mute-audio'] }),
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...chromiumFlags,
      // Ten pictures a second move enough, and three sizes of thirty are much work for two cores.
      '--use-fake-device-for-media-stream=fps=10',
      ...flags,
    ],
  });
}
