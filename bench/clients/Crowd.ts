import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import type { DtlsParameters, RtpParameters } from '../../protocol/rtp.ts';
import type { Part } from './crowdPage.ts';
import type { Speaker } from './Door.ts';
import type { OurDoor } from './OurDoor.ts';

const program = fileURLToPath(new URL('./crowdPage.ts', import.meta.url));

/**
 * People in one page of Chromium who send real sound or pictures and take nothing: nine of them leave the machine to
 * the tab that is measured, which nine whole pages do not.
 */
export class Crowd {
  readonly #page: Page;
  readonly #door: OurDoor;
  readonly #members: Speaker[] = [];

  private constructor(page: Page, door: OurDoor) {
    this.#page = page;
    this.#door = door;
  }

  /** Gathers in front of a door. `url`: of the server, on whose pages a browser has devices. */
  static async gather(browser: Browser, url: string, door: OurDoor): Promise<Crowd> {
    const page = await browser.newPage();
    const crowd = new Crowd(page, door);
    const members = crowd.#members;
    await page.exposeFunction('askConnect', (member: number, parameters: DtlsParameters) =>
      members[member]?.connect(parameters),
    );
    await page.exposeFunction(
      'askProduce',
      (member: number, source: Part['source'], rtpParameters: RtpParameters) =>
        members[member]?.produce({ source, rtpParameters }),
    );
    await page.goto(`${url}/api/me`);
    await page.evaluate(await bundle());
    return crowd;
  }

  /** One more comes in, and sends until the crowd leaves. */
  async add(source: Part['source']): Promise<void> {
    const speaker = await this.#door.speak();
    const member = this.#members.push(speaker) - 1;
    const routerRtpCapabilities = await this.#door.routerRtpCapabilities;
    const part = { member, source, routerRtpCapabilities, transport: speaker.transport };
    await this.#page.evaluate((part) => window.play(part), part as Part);
  }

  async leave(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.leave()));
    await this.#page.close();
  }
}

/** The page's program in one text. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry: program, formats: ['iife'], name: 'crowd' } },
  });
  const [output] = [built].flat();
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error('The page of the crowd was not built.');
  return chunk.code;
}
