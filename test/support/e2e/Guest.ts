import type { BrowserContext, CDPSession, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { en } from '../../../client/words/en/index.ts';
import type { RoomInfo, RoomSettings } from '../../../protocol/room.ts';
import { eventually } from './eventually.ts';

// A word and the pause after it last 400 ms: whoever was not heard for that long and a bit is not heard.
const wordMs = 700;
// What the browser remarks when a line that does not come up, or brings nothing, is given up and made anew: that is as
// it should be where the machine stands still for seconds. What it costs the visit shows in what the test looks at.
const remarks = [/WebSocket is closed before the connection is established|Data frame received after close/];

/** Somebody with a browser of their own at the house: what they do, see and hear. */
export class Guest {
  readonly page: Page;
  /** The house as this guest's browser calls it. */
  readonly url: string;
  /** What the page wrote to its console as a warning or error, or threw. */
  readonly complaints: string[] = [];
  readonly #allowed = [...remarks];

  constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
    page.on('pageerror', (error) => this.complaints.push(`${error.name}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  /** Says that a complaint is no fault here: a test cuts a line on purpose. */
  allow(...complaints: RegExp[]): void {
    this.#allowed.push(...complaints);
  }

  button(name: string | RegExp, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name, exact: typeof name === 'string' });
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(this.url + path);
  }

  /** The heading of the page, and no other. */
  async willRead(title: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: title }).waitFor();
  }

  /** Another tab of the same browser: the same guest. */
  async openTab(): Promise<Guest> {
    return new Guest(await this.context.newPage(), this.url);
  }

  /** Opens a room by the API, as this guest, who is its host then. */
  async makeRoom(settings: Partial<RoomSettings> = {}): Promise<RoomInfo> {
    const { request } = this.context;
    await request.get(`${this.url}/api/me`);
    const response = await request.post(`${this.url}/api/rooms`, {
      headers: { origin: this.url },
      data: { name: 'Sourdough before sunrise', interests: ['baking'], language: 'en', ...settings },
    });
    const answer = (await response.json()) as { ok: boolean; data: RoomInfo };
    expect(answer).toMatchObject({ ok: true });
    return answer.data;
  }

  async nameThemselves(name: string): Promise<void> {
    const { request } = this.context;
    await request.get(`${this.url}/api/me`);
    const response = await request.put(`${this.url}/api/me`, {
      headers: { origin: this.url },
      data: { name },
    });
    expect(response.ok()).toBe(true);
  }

  /** Comes by the address of a room and steps in by its button. */
  async stepIn(room: RoomInfo): Promise<void> {
    await this.goTo(`/r/${room.slug}`);
    await this.button(en.stepIn).click();
    await this.beInside();
  }

  /** Waits until the room is there, and pricks up the ears. */
  async beInside(): Promise<void> {
    await this.microphone.waitFor();
    await this.page.evaluate(() => window.probe.listen());
  }

  get microphone(): Locator {
    return this.page.locator('button[aria-keyshortcuts="M"]');
  }

  get camera(): Locator {
    return this.page.locator('button[aria-keyshortcuts="V"]');
  }

  get screen(): Locator {
    return this.page.locator('button[aria-keyshortcuts="S"]');
  }

  async openMicrophone(): Promise<void> {
    await this.microphone.click();
    await this.microphone.getByText(en.micOn).waitFor();
  }

  async mute(): Promise<void> {
    await this.microphone.click();
    await this.microphone.getByText(en.micOff).waitFor();
  }

  async openCamera(): Promise<void> {
    await this.camera.click();
    await this.camera.getByText(en.cameraOn).waitFor();
  }

  /** Chooses something behind the own picture in the bar. */
  async chooseInOwnMenu(item: string): Promise<void> {
    await this.button(/^You are .*settings/).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  async leave(): Promise<void> {
    await this.button(en.leave).filter({ visible: true }).first().click();
    await this.microphone.waitFor({ state: 'detached' });
  }

  /** Which tones sound here now, as the page's audio elements play them. */
  async hears(): Promise<number[]> {
    return await this.page.evaluate((wordMs) => {
      const { heard } = window.probe;
      const now = performance.timeOrigin + performance.now();
      return Object.entries(heard).flatMap(([tone, at]) => (now - at < wordMs ? Number(tone) : []));
    }, wordMs);
  }

  /** When a tone was last heard here, in milliseconds since 1970. */
  async lastHeard(tone: number): Promise<number> {
    return await this.page.evaluate((tone) => window.probe.heard[tone] ?? 0, tone);
  }

  /** When this guest pressed something last, in milliseconds since 1970. */
  async touchedAt(): Promise<number> {
    return await this.page.evaluate(() => window.probe.touchedAt);
  }

  async willHear(...expected: number[]): Promise<void> {
    await eventually(() => this.hears()).toEqual(expected.toSorted((a, b) => a - b));
  }

  /** Every statistic of a kind over all connections of the page. */
  async stats(type: string): Promise<Record<string, unknown>[]> {
    return await this.page.evaluate(async (type) => {
      const open = window.probe.peers.filter(({ connectionState }) => connectionState !== 'closed');
      const reports = await Promise.all(open.map((peer) => peer.getStats()));
      return reports.flatMap((report) => [...report.values()].filter((entry) => entry.type === type));
    }, type);
  }

  /** How many packets of sound arrived so far. */
  async soundPackets(): Promise<number> {
    const inbound = await this.stats('inbound-rtp');
    return inbound
      .filter(({ kind }) => kind === 'audio')
      .reduce((sum, { packetsReceived }) => sum + Number(packetsReceived), 0);
  }

  async askedForDevices(): Promise<number> {
    return await this.page.evaluate(() => window.probe.asked);
  }

  async peerCount(): Promise<number> {
    return await this.page.evaluate(() => window.probe.peers.length);
  }

  /** The lines of the chat as they stand there. */
  async lines(): Promise<string[]> {
    return await this.page.locator('.msg [data-seq]').allInnerTexts();
  }

  async write(text: string): Promise<void> {
    const field = this.page
      .getByRole('textbox', { name: en.writeToRoom })
      .or(this.page.getByRole('textbox', { name: en.writeMessage }));
    await field.fill(text);
    await field.press('Enter');
  }

  async devTools(): Promise<CDPSession> {
    return await this.context.newCDPSession(this.page);
  }

  /** Ends the visit, and tells what the page complained about. */
  async go(): Promise<string[]> {
    const violations = await this.page.evaluate(() => window.probe?.violations ?? []).catch(() => []);
    await this.context.close();
    return [...this.complaints, ...violations].filter((text) => !this.#allowed.some((it) => it.test(text)));
  }
}
