import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from './Host.ts';
import { tools } from './tools/build.ts';

/** What a link does to packets, the same in both directions. */
interface Weather {
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly lossPercent: number;
  readonly duplicatePercent: number;
  readonly reorderPercent: number;
  /** 0: as fast as it goes. */
  readonly rateKbit: number;
}

/** What of the traffic is cut; `other` is what goes by neither. */
export type Traffic = 'udp' | 'tcp' | 'all';

type Direction = 'toServer' | 'toClient';

const fair: Weather = {
  delayMs: 0,
  jitterMs: 0,
  lossPercent: 0,
  duplicatePercent: 0,
  reorderPercent: 0,
  rateKbit: 0,
};
const dropped: Record<Traffic, number> = { udp: 1, tcp: 2, all: 7 };

/** Where a link ends: the client's host, and the bridge of the server's. */
export interface LinkEnds {
  readonly client: Host;
  readonly server: Host;
  readonly bridge: string;
  /** A name for its two devices, of 13 characters at most. */
  readonly device: string;
  /** Gives an address that nobody has had. */
  readonly nextAddress: () => string;
}

/** The way from one host to the server's, which can be slow, lossy, cut, or end at another address. */
export class Link {
  readonly #ends: LinkEnds;
  readonly #emulator: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #weather: Weather;
  #cut: Record<Direction, number> = { toServer: 0, toClient: 0 };
  #order: Promise<unknown> = Promise.resolve();

  private constructor(ends: LinkEnds, weather: Weather) {
    this.#ends = ends;
    this.#weather = weather;
    // Ctrl-C in a terminal must not cut the links before the lab is cleared away.
    this.#emulator = spawn(tools.netemu, [`${ends.device}-c`, `${ends.device}-s`], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    if (!this.#emulator.stdout) throw new Error('The link has no voice.');
    this.#answers = createInterface({ input: this.#emulator.stdout })[Symbol.asyncIterator]();
  }

  static async open(ends: LinkEnds, weather: Partial<Weather> = {}): Promise<Link> {
    const link = new Link(ends, { ...fair, ...weather });
    await link.#expect('ready');
    await ends.client.adopt(link.#clientDevice);
    await ends.server.adopt(link.#serverDevice);
    await ends.server.ip('link', 'set', link.#serverDevice, 'master', ends.bridge, 'up');
    await ends.client.ip('link', 'set', link.#clientDevice, 'up');
    await link.#takeAddress();
    await link.set({});
    return link;
  }

  /** Changes some of what the link does to packets. */
  async set(weather: Partial<Weather>): Promise<void> {
    this.#weather = { ...this.#weather, ...weather };
    await this.#tell();
  }

  /** Nothing of this gets through any more, in either direction, until the link is healed. */
  async cut(traffic: Traffic = 'all'): Promise<void> {
    this.#cut = { toServer: dropped[traffic], toClient: dropped[traffic] };
    await this.#tell();
  }

  /** One side no longer hears the other: the nastiest case. */
  async cutOneWay(direction: Direction, traffic: Traffic = 'all'): Promise<void> {
    this.#cut = { toServer: 0, toClient: 0, [direction]: dropped[traffic] };
    await this.#tell();
  }

  async heal(): Promise<void> {
    this.#cut = { toServer: 0, toClient: 0 };
    await this.#tell();
  }

  /** The client's network device goes down, and comes up again after this time. */
  async flap(ms: number): Promise<void> {
    const { client } = this.#ends;
    await client.ip('link', 'set', this.#clientDevice, 'down');
    await sleep(ms);
    await client.ip('link', 'set', this.#clientDevice, 'up');
  }

  /** The client loses its address, and gets another after this time: from Wi-Fi to mobile. */
  async changeAddress(pauseMs = 0): Promise<void> {
    await this.#ends.client.ip('address', 'flush', 'dev', this.#clientDevice);
    await sleep(pauseMs);
    await this.#takeAddress();
  }

  close(): void {
    this.#emulator.kill('SIGKILL');
  }

  get #clientDevice(): string {
    return `${this.#ends.device}-c`;
  }

  get #serverDevice(): string {
    return `${this.#ends.device}-s`;
  }

  async #takeAddress(): Promise<void> {
    const address = this.#ends.nextAddress();
    await this.#ends.client.ip('address', 'add', `${address}/16`, 'dev', this.#clientDevice);
    this.#ends.client.address = address;
  }

  /** Resolves when the link is as it was told to be. */
  async #tell(): Promise<void> {
    const { delayMs, jitterMs, lossPercent, duplicatePercent, reorderPercent, rateKbit } = this.#weather;
    const numbers = [delayMs, jitterMs, lossPercent, duplicatePercent, reorderPercent, rateKbit];
    const line = [...numbers, this.#cut.toServer, this.#cut.toClient].join(' ');
    // One line at a time: two in one reading would be taken for one.
    const told = this.#order.then(async () => {
      this.#emulator.stdin?.write(`${line}\n`);
      await this.#expect('ok');
    });
    this.#order = told.catch(() => {});
    await told;
  }

  async #expect(answer: string): Promise<void> {
    const { value } = await this.#answers.next();
    if (value !== answer) throw new Error(`The link said "${value}" instead of "${answer}".`);
  }
}
