import { EventEmitter } from 'node:events';
import { createWorker, type types } from 'mediasoup';
import type { Logger } from '../log.ts';
import type { ListenAddress } from './listenAddresses.ts';
import type { Ports } from './Ports.ts';

export interface MediaWorkerOptions {
  readonly ports: Ports;
  readonly addresses: readonly ListenAddress[];
  readonly log: Logger;
}

const askEveryMs = 1_000;
// So many times in a row without an answer, and a worker counts as hung.
const unansweredMost = 5;
// How long a worker that was told to end may take.
const endWithinMs = 2_000;

/** One worker process, with the one UDP and TCP port through which all its media flows. */
export class MediaWorker extends EventEmitter<{ died: [] }> {
  readonly worker: types.Worker;
  readonly webRtcServer: types.WebRtcServer;
  readonly #log: Logger;

  private constructor(worker: types.Worker, webRtcServer: types.WebRtcServer, log: Logger) {
    super();
    this.worker = worker;
    this.webRtcServer = webRtcServer;
    this.#log = log;
    worker.once('died', (error) => {
      log.error({ pid: worker.pid, err: error }, 'media worker died');
      this.emit('died');
    });
    this.#watch();
  }

  /** Starts a process, and listens on the first free port. */
  static async start({ ports, addresses, log }: MediaWorkerOptions): Promise<MediaWorker> {
    const worker = await createQuietWorker();
    try {
      const { port, result } = await ports.take((port) =>
        worker.createWebRtcServer({ listenInfos: listenInfos(addresses, port) }),
      );
      worker.once('subprocessclose', () => ports.giveBack(port));
      log.debug({ pid: worker.pid, port }, 'media worker started');
      return new MediaWorker(worker, result, log);
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  /** Ends the process; resolves when it is gone. */
  async close(): Promise<void> {
    const { worker } = this;
    worker.close();
    if (worker.subprocessClosed) return;
    const patience = setTimeout(() => kill(worker), endWithinMs);
    await new Promise<void>((resolve) => worker.once('subprocessclose', () => resolve()));
    clearTimeout(patience);
  }

  /**
   * Kills the worker when it answers nothing any more, so that it counts as dead. Counted in questions and not in
   * time: a machine that slept, or a server that was stopped for a while, does not take its workers for hung.
   */
  #watch(): void {
    const { worker } = this;
    let unanswered = 0;
    const timer = setInterval(() => {
      if (unanswered === 0) {
        const answered = () => {
          unanswered = 0;
        };
        worker.getResourceUsage().then(answered, answered);
      }
      if (unanswered++ < unansweredMost) return;
      this.#log.error({ pid: worker.pid }, 'media worker hangs');
      clearInterval(timer);
      kill(worker);
    }, askEveryMs).unref();
    worker.observer.once('close', () => clearInterval(timer));
  }
}

function listenInfos(addresses: readonly ListenAddress[], port: number): types.TransportListenInfo[] {
  return addresses.flatMap(({ ip, announcedAddress }) =>
    (['udp', 'tcp'] as const).map((protocol) => ({
      protocol,
      ip,
      ...(announcedAddress && { announcedAddress, exposeInternalIp: true }),
      ...(port && { port }),
    })),
  );
}

function kill(worker: types.Worker): void {
  try {
    process.kill(worker.pid, 'SIGKILL');
  } catch {
    // It ended in this very moment.
  }
}

/**
 * A worker without the signal listeners that mediasoup puts on our process: they would end every call at the
 * first SIGTERM, before the server has said goodbye.
 */
async function createQuietWorker(): Promise<types.Worker> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const worker = createWorker({ logLevel: 'error' });
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.has(listener) && listener.name === 'onSignal') process.removeListener(signal, listener);
    }
  }
  return await worker;
}
