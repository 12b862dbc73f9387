import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Holdings, Order, Telling } from './words.ts';

const program = join(import.meta.dirname, 'serving.ts');
const restMs = 2_000;

/** A server that can be looked into, on the machine itself: no network is broken here. */
export class House {
  readonly url: string;
  /** What it warned of so far. */
  readonly warned: Readonly<Record<string, unknown>>[] = [];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}`;
    child.on('message', (telling: Telling) => {
      if ('warned' in telling) this.warned.push(telling.warned);
    });
  }

  static async open(folder: string): Promise<House> {
    const child = fork(program, {
      execArgv: ['--expose-gc'],
      env: { ...process.env, DATA_DIR: folder },
    });
    const [first]: Telling[] = await once(child, 'message');
    if (!first || !('port' in first)) throw new Error('The server did not say where it is.');
    return new House(child, first.port);
  }

  /** What it holds when it has come to rest: twice the same. */
  async holdings(patienceMs: number): Promise<Holdings> {
    let before = await this.#count();
    for (const end = performance.now() + patienceMs; performance.now() < end; ) {
      await sleep(restMs);
      const now = await this.#count();
      if (isDeepStrictEqual({ ...now, memory: 0 }, { ...before, memory: 0 })) return now;
      before = now;
    }
    return before;
  }

  async close(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }

  async #count(): Promise<Holdings> {
    this.#child.send('count' satisfies Order);
    for (;;) {
      const [telling]: Telling[] = await once(this.#child, 'message');
      if (telling && 'holdings' in telling) return telling.holdings;
    }
  }
}
