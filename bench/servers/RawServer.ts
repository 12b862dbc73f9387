import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TransportInfo } from '../../protocol/rtp.ts';
import { kindOf } from '../../protocol/sources.ts';
import type { Door, Speaker, Visitor } from '../clients/Door.ts';
import { rtpCapabilities } from '../clients/rtp.ts';
import { type CpuTime, cpuTimeOf } from '../cpu.ts';
import type { RawAnswer, RawOrder, RawRequest } from './rawChild.ts';

/** One mediasoup worker and nothing around it. */
export class RawServer implements Door {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: RawAnswer) => void>();
  #requests = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (answer: RawAnswer) => {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  static async start(): Promise<RawServer> {
    const child = fork(fileURLToPath(new URL('rawChild.ts', import.meta.url)));
    // The first message says that it is ready.
    await once(child, 'message', { signal: AbortSignal.timeout(20_000) });
    return new RawServer(child);
  }

  async listen(): Promise<Visitor> {
    return this.#visitor(await this.#transport({ do: 'listen', rtpCapabilities }));
  }

  async speak(): Promise<Speaker> {
    const transport = await this.#transport({ do: 'speak' });
    return {
      ...this.#visitor(transport),
      produce: async ({ source, rtpParameters }) => {
        await this.#ask({ do: 'produce', transportId: transport.id, kind: kindOf(source), rtpParameters });
      },
    };
  }

  async prepare(): Promise<void> {}

  cpuTime(): CpuTime {
    return cpuTimeOf(this.#pid);
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }

  get #pid(): number {
    if (this.#child.pid === undefined) throw new Error('The raw worker did not start.');
    return this.#child.pid;
  }

  #visitor(transport: TransportInfo): Visitor {
    const transportId = transport.id;
    return {
      transport,
      connect: async (dtlsParameters) => {
        await this.#ask({ do: 'connect', transportId, dtlsParameters });
      },
      leave: async () => {
        await this.#ask({ do: 'leave', transportId });
      },
    };
  }

  async #transport(order: RawOrder): Promise<TransportInfo> {
    const { transport } = await this.#ask(order);
    if (!transport) throw new Error(`The raw worker gave no transport for "${order.do}".`);
    return transport;
  }

  async #ask(order: RawOrder): Promise<RawAnswer> {
    const id = ++this.#requests;
    const answer = await new Promise<RawAnswer>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ id, order } satisfies RawRequest);
    });
    if (answer.error !== undefined) throw new Error(`The raw worker refused "${order.do}": ${answer.error}`);
    return answer;
  }
}
