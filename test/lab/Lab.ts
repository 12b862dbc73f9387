import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { chromiumFlags } from '../support/chromiumFlags.ts';
import { installProbe } from '../support/e2e/probe.ts';
import { App, type ServeOptions } from './App.ts';
import { Disk, unmountWithin } from './Disk.ts';
import { installEars } from './ears.ts';
import { installEyes } from './eyes.ts';
import { Host, removeForgottenHosts } from './Host.ts';
import { Link } from './Link.ts';
import { Person } from './Person.ts';
import { isAlive } from './processes.ts';
import { keepSayings } from './sayings.ts';
import { keepSockets } from './sockets.ts';
import { buildTools } from './tools/build.ts';

const port = 3000;
const bridge = 'street';
const folderPrefix = 'hobnob-lab-';
/** Which tab is shown where somebody shares one: nobody is there to choose. */
export const shownTitle = 'What is shown';
// Far enough from each other, and none a multiple of another within what Opus keeps.
const tones = Array.from({ length: 12 }, (_, index) => 430 + 170 * index);

/** Hosts, links, servers and people of one experiment. Closing it removes everything, as does a crash. */
export class Lab {
  /** Whether there is little time: what lasts long may last less. */
  readonly brief: boolean;
  /** A folder for whatever the experiment keeps. */
  readonly folder: string;
  readonly #hosts: Host[] = [];
  readonly #links: Link[] = [];
  readonly #apps: App[] = [];
  readonly #disks: Disk[] = [];
  readonly #browsers = new Map<Host, Promise<Browser>>();
  readonly #atExit = () => this.#removeEverything();
  #server: Host | undefined;
  #addresses = 0;
  #people = 0;

  private constructor(brief: boolean) {
    this.brief = brief;
    this.folder = mkdtempSync(join(tmpdir(), `${folderPrefix}${process.pid}-`));
    process.once('exit', this.#atExit);
  }

  /** Says why there can be no lab here; null where there can. */
  static impediment(): string | null {
    if (process.platform !== 'linux') return 'it takes Linux';
    if (process.getuid?.() !== 0) return 'it takes root';
    // A container's root may be none.
    const mayPartNetworks = spawnSync('unshare', ['--net', 'true']).status === 0;
    if (!mayPartNetworks) return 'it takes the right to make network namespaces';
    return existsSync('/dev/net/tun') ? null : 'it takes /dev/net/tun';
  }

  static async open({ brief = false } = {}): Promise<Lab> {
    const impediment = Lab.impediment();
    if (impediment) throw new Error(`There can be no lab here: ${impediment}.`);
    await buildTools();
    mkdirSync('/run/netns', { recursive: true });
    removeForgottenHosts(isAlive);
    removeForgottenFolders();
    return new Lab(brief);
  }

  /** A machine in a network of its own. */
  async host(name: string): Promise<Host> {
    const host = await Host.open(name);
    this.#hosts.push(host);
    return host;
  }

  /** Joins a host to the server's: the first that is named as one. */
  async link(client: Host, server: Host, weather: Parameters<typeof Link.open>[1] = {}): Promise<Link> {
    await this.#moveIn(server);
    const nextAddress = () => this.#nextAddress();
    const device = `h${process.pid.toString(36)}${this.#links.length}`;
    const link = await Link.open({ client, server, bridge, device, nextAddress }, weather);
    this.#links.push(link);
    return link;
  }

  /** Starts the whole server on a host: the one to which others are linked, or one that is linked to it. */
  async serve(host: Host, options: ServeOptions = {}): Promise<App> {
    if (host.address === '') await this.#moveIn(host);
    const name = join(this.folder, `app-${this.#apps.length}`);
    const { dataDir = `${name}-data` } = options;
    const app = await App.start({ host, port, dataDir, clockFile: `${name}-clock` }, options);
    this.#apps.push(app);
    return app;
  }

  /** Where browsers find the server. */
  get url(): string {
    if (!this.#server) throw new Error('There is no server yet.');
    return `http://${this.#server.address}:${port}`;
  }

  async disk(megabytes = 64): Promise<Disk> {
    const disk = await Disk.open(join(this.folder, `disk-${this.#disks.length}`), megabytes);
    this.#disks.push(disk);
    return disk;
  }

  /**
   * Somebody opens a browser on a host, with cookies, storage and a tone of their own. Unless it mixes, the page has no
   * audio threads of its own: sounds are played and sent as they come.
   */
  async visit(host: Host, name: string, { mixes = false } = {}): Promise<Person> {
    const mark = this.#people++ % tones.length;
    const tone = tones[mark] ?? 0;
    const browser = await this.#browserOn(host);
    const context = await browser.newContext({
      locale: 'en-GB',
      viewport: { width: 900, height: 700 },
      reducedMotion: 'reduce',
      permissions: ['microphone', 'camera'],
    });
    await context.addInitScript(installProbe, { tone, steady: true, tones: [] });
    await context.addInitScript(installEars, { tones, mixes });
    await context.addInitScript(installEyes, mark);
    await context.addInitScript(keepSockets);
    await context.addInitScript(keepSayings);
    const person = new Person(await context.newPage(), this.url, { name, tone, mark });
    await person.nameThemselves(name);
    return person;
  }

  async close(): Promise<void> {
    process.off('exit', this.#atExit);
    const browsers = await Promise.allSettled(this.#browsers.values());
    await Promise.all(browsers.map((opened) => opened.status === 'fulfilled' && opened.value.close()));
    await Promise.all(this.#apps.map((app) => app.close()));
    await Promise.all(this.#disks.map((disk) => disk.close()));
    this.#removeEverything();
  }

  /** Without waiting for anything: this process may be about to end. */
  #removeEverything(): void {
    for (const link of this.#links) link.close();
    for (const host of this.#hosts) host.close();
    unmountWithin(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #moveIn(server: Host): Promise<void> {
    if (this.#server === server) return;
    if (this.#server) throw new Error('This lab has another server.');
    this.#server = server;
    server.address = this.#nextAddress();
    await server.ip('link', 'add', bridge, 'type', 'bridge');
    await server.ip('address', 'add', `${server.address}/16`, 'dev', bridge);
    await server.ip('link', 'set', bridge, 'up');
  }

  #nextAddress(): string {
    this.#addresses++;
    return `10.77.${Math.floor(this.#addresses / 250)}.${(this.#addresses % 250) + 1}`;
  }

  #browserOn(host: Host): Promise<Browser> {
    const running = this.#browsers.get(host) ?? this.#openBrowser(host);
    this.#browsers.set(host, running);
    return running;
  }

  #openBrowser(host: Host): Promise<Browser> {
    const wrapper = join(this.folder, `chromium-${host.name}`);
    const command = host.wrap(process.env.CHROMIUM ?? '/usr/bin/chromium');
    writeFileSync(wrapper, `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`);
    chmodSync(wrapper, 0o755);
    return chromium.launch({
      executablePath: wrapper,
      args: [
        ...chromiumFlags,
        '--use-fake-device-for-media-stream',
        `--auto-select-tab-capture-source-by-title=${shownTitle}`,
        // The address is not the machine's own, and a microphone is for secure pages only.
        `--unsafely-treat-insecure-origin-as-secure=${this.url}`,
      ],
    });
  }
}

/** Clears away what a lab left behind whose process is gone. */
function removeForgottenFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = new RegExp(`^${folderPrefix}(\\d+)-`).exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    unmountWithin(join(tmpdir(), name));
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
