import { EventEmitter } from 'node:events';
import type { RoomId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { Berth, leastBy, loadOf } from './Berth.ts';
import type { MediaWorker } from './MediaWorker.ts';

export interface WorkerPoolOptions {
  /** Workers in use; one more stands by. */
  readonly size: number;
  readonly start: () => Promise<MediaWorker>;
  readonly log: Logger;
}

// A worker that cannot start at all is tried again, more and more seldom.
const retryFirstMs = 1_000;
const retryMostMs = 30_000;

/**
 * The workers, one for each core, and a warm spare. When one dies the spare takes its place at once, and another
 * spare is started; the rest do not notice. `died` tells which rooms were on it.
 */
export class WorkerPool extends EventEmitter<{ died: [rooms: RoomId[]] }> {
  readonly #options: WorkerPoolOptions;
  readonly #berths = new Map<MediaWorker, Berth>();
  readonly #starting = new Set<Promise<void>>();
  #spare: MediaWorker | undefined;
  #failures = 0;
  #closed = false;

  private constructor(options: WorkerPoolOptions) {
    super();
    this.#options = options;
  }

  /** Starts all workers; rejects when one cannot start. Without the spare it can do. */
  static async open(options: WorkerPoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    const starts = Array.from({ length: options.size }, () => pool.#add());
    const failed = (await Promise.allSettled(starts)).find((start) => start.status === 'rejected');
    if (failed) {
      await pool.close();
      throw failed.reason;
    }
    await pool.#fill();
    return pool;
  }

  /** Those in use. */
  get workers(): MediaWorker[] {
    return [...this.#berths.keys()];
  }

  /** Waits, where no worker lives, for one that is starting. Throws `media_unavailable` once the pool is closed. */
  async ready(): Promise<void> {
    while (this.#berths.size === 0 && this.#starting.size > 0) await Promise.race(this.#starting);
    if (this.#closed) throw new AppError('media_unavailable', 'The media workers have ended.');
  }

  /** The worker with the least to do. Throws `media_unavailable` when none lives. */
  leastLoaded(): Berth {
    const least = leastBy(this.#berths.values(), loadOf);
    if (!least) throw new AppError('media_unavailable', 'No media worker is running.');
    return least;
  }

  /** The worker with the least to do that is none of these; undefined: there are no others. */
  leastLoadedBeside(used: readonly Berth[]): Berth | undefined {
    return leastBy(
      [...this.#berths.values()].filter((berth) => !used.includes(berth)),
      loadOf,
    );
  }

  /** A worker that leaves the pool for good: the spare, or a new one. Whoever asks closes it. */
  async withdraw(): Promise<MediaWorker> {
    const spare = this.#spare;
    if (!spare) return await this.#options.start();
    this.#spare = undefined;
    void this.#fill();
    return spare;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const workers = [...this.#berths.keys(), ...(this.#spare ? [this.#spare] : [])];
    this.#berths.clear();
    this.#spare = undefined;
    await Promise.all([...workers.map((worker) => worker.close()), ...this.#starting]);
  }

  /** Brings the pool back to its size, and to its spare. */
  async #fill(): Promise<void> {
    const { size, log } = this.#options;
    if (this.#spare && this.#berths.size < size) {
      this.#use(this.#spare);
      this.#spare = undefined;
    }
    const missing = size + 1 - this.#berths.size - (this.#spare ? 1 : 0) - this.#starting.size;
    if (this.#closed || missing <= 0) return;
    const starts = Array.from({ length: missing }, () => {
      const start: Promise<void> = this.#add()
        .catch((error: unknown) => {
          log.error({ err: error }, 'media worker did not start');
          const wait = Math.min(retryFirstMs * 2 ** this.#failures++, retryMostMs);
          setTimeout(() => void this.#fill(), wait).unref();
        })
        .finally(() => this.#starting.delete(start));
      this.#starting.add(start);
      return start;
    });
    await Promise.all(starts);
  }

  async #add(): Promise<void> {
    const worker = await this.#options.start();
    if (this.#closed) return await worker.close();
    this.#failures = 0;
    worker.once('died', () => this.#lost(worker));
    if (this.#berths.size < this.#options.size) this.#use(worker);
    else if (!this.#spare) this.#spare = worker;
    else void worker.close();
  }

  #use(worker: MediaWorker): void {
    this.#berths.set(worker, new Berth(worker));
  }

  #lost(worker: MediaWorker): void {
    const berth = this.#berths.get(worker);
    // Withdrawn, it is no longer ours.
    if (!berth && worker !== this.#spare) return;
    this.#berths.delete(worker);
    if (worker === this.#spare) this.#spare = undefined;
    if (berth) this.emit('died', berth.rooms);
    void this.#fill();
  }
}
