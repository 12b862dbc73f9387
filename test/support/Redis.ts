import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from 'redis';
import { findRedis } from '../../scripts/setup/redis.mjs';
import { freePort } from './freePort.ts';
import type { Machine } from './Machine.ts';

interface Options {
  readonly password?: string;
  /** Where it runs and is reached; else here, by nobody else. */
  readonly on?: Machine;
}

/** A real Redis of the tests' own, on a port of its own, that keeps nothing on the disk. */
export class Redis {
  readonly port: number;
  readonly #password: string | undefined;
  readonly #on: Machine | undefined;
  #server: ChildProcess | undefined;
  #guard: ChildProcess | undefined;

  private constructor(port: number, { password, on }: Options) {
    this.port = port;
    this.#password = password;
    this.#on = on;
  }

  static async start(options: Options = {}): Promise<Redis> {
    const redis = new Redis(await freePort(), options);
    await redis.go();
    return redis;
  }

  get address(): string {
    const secret = this.#password === undefined ? '' : `:${encodeURIComponent(this.#password)}@`;
    return `redis://${secret}${this.#address}:${this.port}`;
  }

  get #address(): string {
    return this.#on?.address ?? '127.0.0.1';
  }

  /** Starts it again where it was ended: empty. */
  async go(): Promise<void> {
    const program = findRedis();
    if (program === undefined) throw new Error('There is no redis-server: "npm test" installs it');
    const settings = [
      '--bind',
      this.#address,
      '--port',
      String(this.port),
      '--save',
      '',
      '--appendonly',
      'no',
    ];
    const secret =
      this.#password === undefined ? ['--protected-mode', 'no'] : ['--requirepass', this.#password];
    const folder = mkdtempSync(join(tmpdir(), 'hobnob-redis-'));
    // It is what it is called by.
    const name = join(folder, 'redis-server');
    symlinkSync(program, name);
    const [first, ...rest] = this.#on?.wrap(name) ?? [name];
    const server = spawn(first, [...rest, ...settings, ...secret], {
      ...{ cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'ignore'] },
    });
    this.#server = server;
    this.#guard = spawn('sh', ['-c', guarding, 'sh', String(server.pid), folder], {
      ...{ detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
    });
    const told: string[] = [];
    await new Promise<void>((resolve, reject) => {
      server.once('exit', () => reject(new Error(`Redis ended:\n${told.join('\n')}`)));
      // Read to the end: it must never wait for us.
      createInterface({ input: server.stdout }).on('line', (line) => {
        told.push(line);
        if (line.includes('Ready to accept connections')) resolve();
      });
    });
  }

  /** Asks it something by a connection of its own. */
  async ask(...command: string[]): Promise<unknown> {
    const client = createClient({ url: this.address, socket: { reconnectStrategy: false } });
    client.on('error', () => {});
    await client.connect();
    try {
      return await client.sendCommand(command);
    } finally {
      client.destroy();
    }
  }

  /** Ends it at once, as a crash does, with all that it knew. */
  async end(): Promise<void> {
    const guard = this.#guard;
    if (guard?.exitCode !== null) return;
    const exit = once(guard, 'exit');
    guard.stdin?.end();
    await exit;
  }

  /** Has it hang, as it is, with all its connections. */
  hang(): void {
    this.#server?.kill('SIGSTOP');
  }

  goOn(): void {
    this.#server?.kill('SIGCONT');
  }
}

// Waits for its end, or that of the tests, whichever way, then ends Redis.
const guarding = 'cat; kill -KILL "$1"; while kill -0 "$1" 2>/dev/null; do sleep 0.02; done; rm -rf "$2"';
