import { EventEmitter } from 'node:events';
import { createWorker, type types } from 'mediasoup';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { ListenAddress } from './listenAddresses.ts';

/** One mediasoup worker with the one UDP and TCP port through which all its media flows. */
export interface PooledWorker {
  readonly worker: types.Worker;
  readonly webRtcServer: types.WebRtcServer;
  /** Rooms on it. */
  load: number;
}

export interface WorkerPoolOptions {
  readonly size: number;
  /** The port of the first worker, each further one takes the next; 0: any free ones. */
  readonly port: number;
  readonly addresses: readonly ListenAddress[];
  readonly log: Logger;
}

// A worker that cannot start at all is tried again, but not in a tight circle.
const respawnDelayMs = 1_000;

/** The workers, one for each core. One that dies is replaced; the rest do not notice. */
export class WorkerPool extends EventEmitter<{ died: [worker: types.Worker] }> {
  readonly #options: WorkerPoolOptions;
  readonly #workers = new Map<number, PooledWorker>();
  #closed = false;

  private constructor(options: WorkerPoolOptions) {
    super();
    this.#options = options;
  }

  /** Starts all workers; rejects when one cannot start. */
  static async open(options: WorkerPoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    const starts = Array.from({ length: options.size }, (_, index) => pool.#start(index));
    const failed = (await Promise.allSettled(starts)).find((start) => start.status === 'rejected');
    if (failed) {
      await pool.close();
      throw failed.reason;
    }
    return pool;
  }

  get workers(): types.Worker[] {
    return [...this.#workers.values()].map(({ worker }) => worker);
  }

  /** The worker with the fewest rooms. Throws `media_unavailable` when none lives. */
  leastLoaded(): PooledWorker {
    const [first, ...others] = this.#workers.values();
    if (!first) throw new AppError('media_unavailable', 'No media worker is running.');
    return others.reduce((least, worker) => (worker.load < least.load ? worker : least), first);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const ended = this.workers.map(
      (worker) =>
        new Promise<void>((resolve) => {
          if (worker.subprocessClosed) resolve();
          else worker.once('subprocessclose', () => resolve());
          worker.close();
        }),
    );
    this.#workers.clear();
    await Promise.all(ended);
  }

  async #start(index: number): Promise<void> {
    const { log, port, addresses } = this.#options;
    const worker = await createQuietWorker();
    if (this.#closed) {
      worker.close();
      return;
    }
    worker.once('died', (error) => {
      this.#workers.delete(index);
      log.error({ pid: worker.pid, err: error }, 'media worker died');
      this.emit('died', worker);
      this.#restart(index);
    });
    const webRtcServer = await worker.createWebRtcServer({
      listenInfos: addresses.flatMap(({ ip, announcedAddress }) =>
        (['udp', 'tcp'] as const).map((protocol) => ({
          protocol,
          ip,
          ...(announcedAddress && { announcedAddress, exposeInternalIp: true }),
          ...(port && { port: port + index }),
        })),
      ),
    });
    this.#workers.set(index, { worker, webRtcServer, load: 0 });
    log.debug({ pid: worker.pid }, 'media worker started');
  }

  #restart(index: number): void {
    if (this.#closed) return;
    this.#start(index).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'media worker did not start');
      setTimeout(() => this.#restart(index), respawnDelayMs).unref();
    });
  }
}

/**
 * A worker without the signal listeners that mediasoup puts on our process: they would end every call at the
 * first SIGTERM, before the server has said goodbye.
 */
async function createQuietWorker(): Promise<types.Worker> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const worker = await createWorker({ logLevel: 'error' });
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.has(listener) && listener.name === 'onSignal') process.removeListener(signal, listener);
    }
  }
  return worker;
}
