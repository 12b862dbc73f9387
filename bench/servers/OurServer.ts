import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../scripts/setup/project.mjs';
import { type CpuTime, cpuTimeOf } from '../cpu.ts';
import { memoryOf } from '../memory.ts';

const patienceMs = 20_000;

/** Our whole server as `npm start` runs it, with limits that fit a thousand visitors from one address. */
export class OurServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #dataDir: string;

  private constructor(child: ChildProcess, url: string, dataDir: string) {
    this.#child = child;
    this.url = url;
    this.#dataDir = dataDir;
  }

  /** With so many media workers, and with other settings than usual here. */
  static async start(workers = 1, settings: Readonly<Record<string, string>> = {}): Promise<OurServer> {
    const port = await freePort();
    const dataDir = mkdtempSync(join(tmpdir(), 'hobnob-bench-'));
    const child = fork(join(root, 'server/main.ts'), {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: (process.env.BENCH_SERVER_OPTIONS ?? '').split(' ').filter(Boolean),
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: dataDir,
        RTC_PORT: '0',
        RTC_WORKERS: String(workers),
        ROOM_CAPACITY: '10000',
        CONNECTIONS_PER_ADDRESS: '10000',
        RATE_SCALE: '1000',
        NEWCOMER_MINUTES: '0',
        FULL_AT: 'off',
        LOG_LEVEL: 'error',
        NODE_ENV: 'production',
        ...settings,
      },
    });
    const server = new OurServer(child, `http://127.0.0.1:${port}`, dataDir);
    await server.#untilReady();
    return server;
  }

  cpuTime(): CpuTime {
    if (this.#child.pid === undefined) throw new Error('Our server did not start.');
    return cpuTimeOf(this.#child.pid);
  }

  /** Of Node and its workers, in kilobytes. */
  memory(): number {
    return memoryOf(this.#child.pid ?? 0);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  async #untilReady(): Promise<void> {
    const end = performance.now() + patienceMs;
    while (!(await answers(`${this.url}/readyz`))) {
      if (this.#child.exitCode !== null) throw new Error('Our server ended before it was ready.');
      if (performance.now() > end) throw new Error('Our server did not get ready.');
      await sleep(50);
    }
  }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => null);
  await response?.arrayBuffer();
  return response?.ok ?? false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
