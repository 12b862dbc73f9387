import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../scripts/setup/project.mjs';
import type { Host } from './Host.ts';
import { descendantsOf, isAlive, type ProcessInfo } from './processes.ts';

// Much else may be going on: how soon it is ready is measured elsewhere.
const patienceMs = 60_000;
const logs = process.env.LAB_LOGS;

/** How the server is run. */
export interface ServeOptions {
  readonly workers?: number;
  /** As `npm start` runs it, with whatever looks after it; else the server's process alone. */
  readonly supervised?: boolean;
  /** Where its data lies; else in a folder of the lab's. */
  readonly dataDir?: string;
  /** With a wall clock of its own, which can jump. */
  readonly ownClock?: boolean;
  readonly env?: Record<string, string>;
}

interface Place {
  readonly host: Host;
  readonly port: number;
  readonly dataDir: string;
  /** A file in which the lab says how far the server's clock is off. */
  readonly clockFile: string;
}

/** The whole server as real processes on a host, and what can befall them. */
export class App {
  readonly dataDir: string;
  readonly #place: Place;
  readonly #options: ServeOptions;
  #child: ChildProcess;

  private constructor(place: Place, options: ServeOptions) {
    this.dataDir = place.dataDir;
    this.#place = place;
    this.#options = options;
    this.#child = this.#spawn();
  }

  static async start(place: Place, options: ServeOptions): Promise<App> {
    writeFileSync(place.clockFile, '+0');
    const app = new App(place, options);
    await app.ready();
    return app;
  }

  /** The process that was started: the supervisor's if there is one, else the server's. */
  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('The server did not start.');
    return this.#child.pid;
  }

  /** The server's own process; during a handover the newest. */
  get serverPid(): number {
    const [server] = this.#find(/server\/main\.ts/).toSorted((a, b) => b.pid - a.pid);
    if (server) return server.pid;
    if (!this.#options.supervised) return this.pid;
    throw new Error('There is no server under the supervisor.');
  }

  /** The media workers, the oldest first. */
  get workerPids(): number[] {
    return this.#find(/mediasoup-worker/)
      .map(({ pid }) => pid)
      .toSorted((a, b) => a - b);
  }

  /** The worker that receives at a UDP port. */
  async workerAt(port: number): Promise<number> {
    const sockets = await this.#place.host.command('ss', '-lunpH', `sport = :${port}`);
    const pid = Number(/pid=(\d+)/.exec(sockets)?.[1]);
    if (!this.workerPids.includes(pid)) throw new Error(`No worker listens at UDP port ${port}.`);
    return pid;
  }

  /** Ends the server's process at once, by SIGKILL unless said otherwise. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    process.kill(this.serverPid, signal);
  }

  /** The server hangs: it is there, and does nothing. */
  pause(): void {
    this.kill('SIGSTOP');
  }

  resume(): void {
    this.kill('SIGCONT');
  }

  /** Starts it anew where it was, with what it had stored. */
  async restart(): Promise<void> {
    await this.close();
    this.#child = this.#spawn();
    await this.ready();
  }

  /** Sets the server's wall clock this many seconds off. */
  setClockOff(seconds: number): void {
    if (!this.#options.ownClock) throw new Error('This server has no clock of its own.');
    writeFileSync(this.#place.clockFile, seconds < 0 ? `${seconds}` : `+${seconds}`);
  }

  /** Resolves when somebody listens at the server's port. */
  async ready(): Promise<void> {
    const { host, port } = this.#place;
    for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(50)) {
      if (this.#ended) throw new Error('The server ended before it was ready.');
      if ((await host.command('ss', '-ltnH', `sport = :${port}`)) !== '') return;
    }
    throw new Error('The server did not get ready.');
  }

  /** Ends everything that was started, at once. Resolves when nothing of it is left. */
  async close(): Promise<void> {
    const started = [...this.#find(/./), ...(this.#ended ? [] : [{ pid: this.pid }])];
    for (const { pid } of started.toReversed()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    if (!this.#ended) await once(this.#child, 'exit');
    while (started.some(({ pid }) => isAlive(pid))) await sleep(20);
  }

  get #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #find(pattern: RegExp): ProcessInfo[] {
    return descendantsOf(this.pid).filter(({ commandLine }) => pattern.test(commandLine));
  }

  #spawn(): ChildProcess {
    const { host, port, dataDir } = this.#place;
    const { workers = 1, supervised = false, env = {} } = this.#options;
    const program = supervised ? 'scripts/start.mjs' : 'server/main.ts';
    return host.spawn(process.execPath, [program], {
      cwd: root,
      // Whoever looks for a fault reads what it says.
      stdio: ['ignore', logs ? openSync(join(logs, `${host.name}.log`), 'a') : 'ignore', 'inherit'],
      // Whoever presses Ctrl-C at the lab ends the lab, which ends this.
      detached: true,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        HOST: '0.0.0.0',
        PORT: String(port),
        DATA_DIR: dataDir,
        RTC_WORKERS: String(workers),
        ROOM_CAPACITY: '1000',
        CONNECTIONS_PER_ADDRESS: '10000',
        // Everybody comes from few addresses here.
        RATE_SCALE: '1000',
        NEWCOMER_MINUTES: '0',
        FULL_AT: 'off',
        LOG_LEVEL: process.env.LAB_LOG_LEVEL ?? (logs ? 'info' : 'silent'),
        NODE_ENV: 'production',
        ...this.#clock(),
        ...env,
      },
    });
  }

  #clock(): NodeJS.ProcessEnv {
    if (!this.#options.ownClock) return {};
    const [library = ''] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
    return {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: this.#place.clockFile,
      FAKETIME_NO_CACHE: '1',
      // Timers go on: it is the time of day that is wrong.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }
}
