import { type Browser, type BrowserServer, chromium } from 'playwright-core';
import { cpuTimeOf } from '../cpu.ts';
import { chromeOptions } from './chrome.ts';

/** A Chromium whose work can be told from that of all others, whatever processes it spreads it over. */
export class ApartChrome {
  readonly browser: Browser;
  readonly #server: BrowserServer;

  private constructor(server: BrowserServer, browser: Browser) {
    this.#server = server;
    this.browser = browser;
  }

  static async launch(): Promise<ApartChrome> {
    const server = await chromium.launchServer(chromeOptions());
    return new ApartChrome(server, await chromium.connect(server.wsEndpoint()));
  }

  /** The CPU time it has used so far, in milliseconds. */
  cpuMs(): number {
    const { pid } = this.#server.process();
    if (pid === undefined) throw new Error('Chromium did not start.');
    const { node: own, workers: started } = cpuTimeOf(pid);
    return own + started;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#server.close();
  }
}
