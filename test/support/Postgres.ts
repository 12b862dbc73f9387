import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chownSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { findPostgres } from '../../scripts/setup/postgres.mjs';
import { freePort } from './freePort.ts';
import type { Machine } from './Machine.ts';
import { childrenOf } from './processes.ts';

interface Options {
  /** Whether what it acknowledged outlives more than its own end. Without, it is quick. */
  readonly durable?: boolean;
  /** Without a password everybody is let in. */
  readonly password?: string;
  /** Where it runs and is reached, by whoever is there; else here, by nobody else. */
  readonly on?: Machine;
}

const quick = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'autovacuum=off'];
const user = 'hobnob';

/** A real PostgreSQL of the tests' own, on a port of its own. It ends with them, however they end. */
export class Postgres {
  readonly port: number;
  readonly #folder: string;
  readonly #settings: readonly string[];
  readonly #password: string | undefined;
  readonly #on: Machine | undefined;
  readonly #guard: ChildProcess;
  #server: ChildProcess | undefined;

  private constructor(port: number, folder: string, { durable = false, password, on }: Options) {
    this.port = port;
    this.#folder = folder;
    this.#settings = durable ? [] : quick;
    this.#password = password;
    this.#on = on;
    this.#guard = spawn('sh', ['-c', guarding, 'sh', folder], {
      ...{ ...owner(), detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
    });
  }

  static async start(options: Options = {}): Promise<Postgres> {
    const folder = mkdtempSync(join(tmpdir(), 'hobnob-postgres-'));
    const { uid, gid } = owner();
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    const postgres = new Postgres(await freePort(), folder, options);
    postgres.#create(options.password);
    await postgres.go();
    return postgres;
  }

  /** Where one of its databases is. */
  address(database: string): string {
    const secret = this.#password === undefined ? '' : `:${encodeURIComponent(this.#password)}`;
    return `postgres://${user}${secret}@${this.#host}:${this.port}/${database}`;
  }

  get #host(): string {
    return this.#on?.address ?? '127.0.0.1';
  }

  /** Has it do something that concerns a whole database. */
  async command(sql: string): Promise<void> {
    const client = new pg.Client(this.address('postgres'));
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  /** Starts it again where it was ended. */
  async go(): Promise<void> {
    const settings = [
      ...[`listen_addresses=${this.#host}`, `port=${this.port}`, 'unix_socket_directories='],
      ...['max_connections=200', 'shared_buffers=32MB', ...this.#settings],
    ].flatMap((setting) => ['-c', setting]);
    const args = ['-D', join(this.#folder, 'data'), ...settings];
    const [first, ...rest] = this.#commandLine(program('postgres'), ...args);
    const server = spawn(first, rest, {
      ...{
        ...(!this.#on && owner()),
        cwd: this.#folder,
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    });
    this.#server = server;
    const told: string[] = [];
    await new Promise<void>((resolve, reject) => {
      server.once('exit', () => reject(new Error(`PostgreSQL ended:\n${told.join('\n')}`)));
      // Read to the end: it must never wait for us.
      createInterface({ input: server.stderr }).on('line', (line) => {
        told.push(line);
        if (line.includes('ready to accept connections')) resolve();
      });
    });
  }

  /** Ends it at once, as a crash does, or in its own time. */
  async end(signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
    const server = this.#server;
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const exit = once(server, 'exit');
    server.kill(signal);
    await exit;
  }

  /** Has it hang, as it is, with all its connections. */
  hang(): void {
    this.#signal('SIGSTOP');
  }

  goOn(): void {
    this.#signal('SIGCONT');
  }

  async close(): Promise<void> {
    const exit = once(this.#guard, 'exit');
    this.#guard.stdin?.end();
    await exit;
  }

  #create(password: string | undefined): void {
    const secret = join(this.#folder, 'secret');
    if (password !== undefined) writeFileSync(secret, password, { mode: 0o644 });
    const auth = password === undefined ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${secret}`];
    const args = ['-D', join(this.#folder, 'data'), '-U', user, ...auth];
    const fresh = ['--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
    const { status, stderr } = spawnSync(program('initdb'), [...args, ...fresh], {
      ...{ ...owner(), cwd: this.#folder, encoding: 'utf8' },
    });
    if (status !== 0) throw new Error(`initdb failed:\n${stderr}`);
    if (this.#on) appendFileSync(join(this.#folder, 'data/pg_hba.conf'), 'host all all all trust\n');
  }

  /** On another machine it becomes its owner there: only root gets there. */
  #commandLine(...line: [string, ...string[]]): [string, ...string[]] {
    if (!this.#on) return line;
    const { uid, gid } = owner();
    return this.#on.wrap('setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...line);
  }

  #signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const pid = this.#server?.pid;
    if (pid === undefined) throw new Error('PostgreSQL does not run');
    for (const each of [pid, ...childrenOf(pid)]) process.kill(each, signal);
  }
}

// Waits for the end of the tests, whichever way, then ends PostgreSQL and removes its folder.
const guarding = `
cat
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -CONT "$pid" $(ps -o pid= --ppid "$pid")
  kill -QUIT "$pid"
  while kill -0 "$pid"; do sleep 0.02; done
fi
rm -rf "$1"`;

/** As whom it runs: it refuses root. */
function owner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [, uid, gid] =
      readFileSync('/etc/passwd', 'utf8').match(RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm')) ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL refuses root, and there is nobody else to run it');
}

function program(name: string): string {
  const found = findPostgres(name);
  if (found === undefined) throw new Error(`There is no ${name}: "npm test" installs it`);
  return found;
}
