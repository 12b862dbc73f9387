import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Life, readLife } from '../../server/supervisor/lifeFile.ts';

const root = join(import.meta.dirname, '../..');
const patienceMs = 50_000;

interface Output {
  readonly status: number | null;
  readonly text: string;
}

/** Hobnob as `npm start` runs it once everything is set up: a supervisor, a server, a media worker. */
export class SupervisedServer {
  readonly folder: string;
  readonly #ownsFolder: boolean;
  readonly ended: Promise<Output>;
  readonly #child: ChildProcess;
  readonly #env: NodeJS.ProcessEnv;
  readonly #ownDir: string;
  #text = '';

  constructor(env: Record<string, string> = {}) {
    this.#ownsFolder = env.DATA_DIR === undefined;
    this.folder = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'hobnob-supervised-'));
    this.#ownDir = env.NODE_NAME ? join(this.folder, 'nodes', env.NODE_NAME) : this.folder;
    this.#env = {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      RTC_PORT: '0',
      RTC_WORKERS: '1',
      FULL_AT: 'off',
      DATA_DIR: this.folder,
      SHUTDOWN_TIMEOUT: '2',
      ...env,
    };
    // By the channel it notices when the tests end without a goodbye.
    this.#child = this.#run('server/supervisor/main.ts', ['ignore', 'pipe', 'pipe', 'ipc']);
    this.ended = outputOf(this.#child);
    this.#child.stdout?.on('data', (text) => {
      this.#text += text;
    });
  }

  /** Waits until it listens, and its supervisor knows. Rejects when it ends instead. */
  async listens(): Promise<void> {
    let end: Output | undefined;
    void this.ended.then((output) => {
      end = output;
    });
    await until(() => {
      if (end) throw new Error(`Hobnob ended with ${end.status}: ${end.text}`);
      return this.port > 0 && readLife(this.#ownDir) !== undefined;
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get port(): number {
    return Number(/(?:localhost:|on port )(\d+)/.exec(this.#text)?.[1] ?? 0);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What the supervisor says of itself. */
  get life(): Life {
    const life = readLife(this.#ownDir);
    if (!life) throw new Error('There is no supervisor.');
    return life;
  }

  /** Whether somebody answers. */
  async answers(): Promise<boolean> {
    const response = await fetch(`${this.url}/readyz`, { headers: { connection: 'close' } }).catch(
      () => null,
    );
    await response?.arrayBuffer();
    return response?.ok ?? false;
  }

  /** Runs the second half of `npm run deploy`. */
  deploy(): Promise<Output> {
    return outputOf(this.#run('server/supervisor/deploy.ts', ['ignore', 'pipe', 'pipe']));
  }

  /** All that it said so far. */
  get said(): string {
    return this.#text;
  }

  /** Runs the second half of `npm run drain`. */
  drain(): Promise<Output> {
    return outputOf(this.#run('server/supervisor/drain.ts', ['ignore', 'pipe', 'pipe']));
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends all its processes at once, as a machine that loses its power does. */
  async crash(): Promise<void> {
    const { serverPid } = this.life;
    this.signal('SIGKILL');
    process.kill(-serverPid, 'SIGKILL');
    await this.ended;
  }

  /** Ends it, if it has not yet. */
  async close(): Promise<void> {
    this.signal('SIGTERM');
    await this.ended;
    if (this.#ownsFolder) rmSync(this.folder, { recursive: true, force: true });
  }

  #run(file: string, stdio: StdioOptions): ChildProcess {
    return spawn(process.execPath, [file], {
      cwd: root,
      env: this.#env,
      stdio,
    });
  }
}

/** Waits until something is so, and says how many milliseconds that took. */
export async function until(what: () => boolean | Promise<boolean>): Promise<number> {
  const began = performance.now();
  while (!(await what())) {
    if (performance.now() - began > patienceMs) throw new Error(`waited in vain until ${what}`);
    await sleep(10);
  }
  return Math.round(performance.now() - began);
}

function outputOf(child: ChildProcess): Promise<Output> {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      text += data;
    });
  }
  return new Promise((resolve) => {
    child.once('close', (status) => resolve({ status, text }));
  });
}
