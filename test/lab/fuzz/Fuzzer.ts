import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Host } from '../Host.ts';
import type { Order, Outcome } from './words.ts';

const program = join(import.meta.dirname, 'fuzzing.ts');

/** Somebody on a host who asks the server for everything in every form. */
export class Fuzzer {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Opens a room at the server, to be its host. */
  static async enter(host: Host, url: string): Promise<Fuzzer> {
    const child = host.spawn(process.execPath, [program, url], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await hear(child);
    return new Fuzzer(child);
  }

  async fuzz(fuzzMs: number): Promise<Outcome> {
    this.#child.send({ fuzzMs } satisfies Order);
    return (await hear(this.#child)) as Outcome;
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }
}

async function hear(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('The fuzzer ended.');
  });
  const [told] = await Promise.race([once(child, 'message'), ended]);
  return told;
}
