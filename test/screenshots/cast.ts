import type { Browser, Page } from 'playwright-core';
import { io, type Socket } from 'socket.io-client';
import type { Answer } from '../../protocol/errors.ts';
import type { Stamp } from '../../protocol/lines.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { House } from '../support/e2e/house.ts';
import { installPretence, pretenceOf } from './pretend.ts';
import type { DemoPerson, DemoRoom } from './rooms.ts';

/** A guest of the house: the cookie by which it knows them. */
export interface Known {
  readonly person: DemoPerson;
  readonly cookie: string;
}

/** Asks the house for something in the name of whom a cookie knows. */
export async function ask(house: House, method: string, path: string, cookie: string, body?: object) {
  const response = await fetch(`${house.url}/api${path}`, {
    method,
    headers: { cookie, origin: house.url, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return response;
}

/** Somebody comes, and says who they are. */
export async function meet(house: House, person: DemoPerson): Promise<Known> {
  const response = await ask(house, 'GET', '/me', '');
  const [cookie = ''] = (response.headers.getSetCookie()[0] ?? '').split(';');
  await ask(house, 'PUT', '/me', cookie, { name: person.name, avatar: person.avatar });
  if (person.page) await ask(house, 'PUT', '/me/profile', cookie, person.page);
  return { person, cookie };
}

/** Somebody who listens and writes, over a socket as every browser has one. */
export class Listener {
  readonly #socket: Socket;

  constructor(house: House, { cookie }: Known) {
    this.#socket = io(house.url, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { cookie },
    });
  }

  async enter(slug: string): Promise<void> {
    await this.request('room:join', { slug });
    // A busy machine may lose the line for a moment.
    this.#socket.on('connect', () => void this.request('room:join', { slug }).catch(console.error));
  }

  async write(text: string): Promise<void> {
    await this.request('chat:send', { clientMessageId: crypto.randomUUID(), text });
  }

  async stamp(seq: number, stamp: Stamp): Promise<void> {
    await this.request('chat:react', { seq, stamp, on: true });
  }

  close(): void {
    this.#socket.close();
  }

  /** Asks for something over the socket. */
  async request<Output = unknown>(name: string, input: object): Promise<Output> {
    const answer = (await this.#socket.timeout(10_000).emitWithAck(name, input)) as Answer<Output>;
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
    return answer.data;
  }
}

/** Lets somebody come with a real page, step in, and open what they have. */
async function stepIn(
  browser: Browser,
  house: House,
  known: Known,
  index: number,
  slug: string,
): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 900, height: 700 },
    reducedMotion: 'reduce',
  });
  const [name = '', value = ''] = known.cookie.split('=', 2);
  await context.addCookies([{ name, value, url: house.url }]);
  await context.addInitScript(installPretence, pretenceOf(known.person, index));
  // Nobody looks at their screen: it need not decode everybody's picture, nor paint or mix much.
  await context.addInitScript(beUnseen);
  await context.addInitScript((layout) => localStorage.setItem(layout, 'voices'), `hobnob.layout.${slug}`);
  const page = await context.newPage();
  await page.goto(`${house.url}/r/${slug}`);
  await page.getByRole('button', { name: 'Step in', exact: true }).click();
  const control = (key: string) => page.locator(`button[aria-keyshortcuts="${key}"]`);
  await control('M').waitFor();
  if (known.person.camera) {
    await control('V').click();
    await control('V').getByText('Camera on').waitFor();
  }
  if (known.person.talks) {
    await control('M').click();
    await control('M').getByText('Mic on').waitFor();
  }
  return page;
}

/** A room with everybody in it. */
export interface Staged {
  readonly room: RoomInfo;
  readonly listeners: ReadonlyMap<number, Listener>;
  readonly pages: ReadonlyMap<number, Page>;
}

/** Opens a demo room, and everybody comes, each in their own way. */
export async function stage(browser: Browser, house: House, demo: DemoRoom): Promise<Staged> {
  const { people, ...settings } = demo;
  const known = await Promise.all(people.map((person) => meet(house, person)));
  const response = await ask(house, 'POST', '/rooms', known[0]?.cookie ?? '', settings);
  const { data: room } = (await response.json()) as { data: RoomInfo };
  const listeners = new Map<number, Listener>();
  const pages = new Map<number, Page>();
  // One after the other: the order of arrival is that of the list.
  for (const [index, guest] of known.entries()) {
    if (guest.person.talks || guest.person.camera) {
      pages.set(index, await stepIn(browser, house, guest, index, room.slug));
    } else {
      const listener = new Listener(house, guest);
      await listener.enter(room.slug);
      listeners.set(index, listener);
    }
  }
  return { room, listeners, pages };
}

/** For pages at which nobody looks: they mix nothing, as browsers do that cannot, and paint next to nothing. */
function beUnseen(): void {
  Reflect.deleteProperty(BaseAudioContext.prototype, 'audioWorklet');
  const unseen = new CSSStyleSheet();
  unseen.replaceSync('[data-participant] { visibility: hidden; } * { animation: none !important; }');
  document.adoptedStyleSheets = [unseen];
}
