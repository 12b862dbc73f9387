import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type CpuTime, cpuTimeOf } from '../cpu.ts';

/** A plain Socket.IO broadcast server in a process of its own. */
export class PlainChat {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<PlainChat> {
    const child = fork(fileURLToPath(new URL('plainChatChild.ts', import.meta.url)));
    const [port] = await once(child, 'message', { signal: AbortSignal.timeout(20_000) });
    return new PlainChat(child, port);
  }

  cpuTime(): CpuTime {
    if (this.#child.pid === undefined) throw new Error('The plain server did not start.');
    return cpuTimeOf(this.#child.pid);
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}
