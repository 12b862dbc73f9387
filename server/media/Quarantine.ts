import { EventEmitter } from 'node:events';
import type { RoomId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { Berth, leastBy } from './Berth.ts';
import type { MediaWorker } from './MediaWorker.ts';
import type { Strikes } from './Strikes.ts';

// As many processes more than there are cores, at worst.
const most = 4;

export interface QuarantineOptions {
  /** Hands over a worker, which the quarantine closes. */
  readonly start: () => Promise<MediaWorker>;
  readonly strikes: Strikes;
  readonly log: Logger;
}

/** Workers for rooms that were there whenever workers died: each room has its own, as long as there are enough. */
export class Quarantine extends EventEmitter<{ died: [rooms: RoomId[]] }> {
  readonly #options: QuarantineOptions;
  readonly #berths = new Set<Berth>();

  constructor(options: QuarantineOptions) {
    super();
    this.#options = options;
  }

  /** A worker for this room. */
  berth(id: RoomId): Berth {
    if (this.#berths.size < most) return this.#open();
    const { strikes } = this.#options;
    // More suspects than workers: apart from its likes, so that each further death leaves fewer to blame.
    const likes = ({ rooms }: Berth) => rooms.filter((one) => strikes.count(one) >= strikes.count(id)).length;
    return leastBy(this.#berths, likes) ?? this.#open();
  }

  /** Whether a worker is one of these. */
  isOwn(berth: Berth): boolean {
    return this.#berths.has(berth);
  }

  /** Those that run. */
  async workers(): Promise<MediaWorker[]> {
    const started = await Promise.allSettled([...this.#berths].map(({ worker }) => worker));
    return started.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  }

  async close(): Promise<void> {
    const workers = await this.workers();
    this.#berths.clear();
    await Promise.all(workers.map((worker) => worker.close()));
  }

  #open(): Berth {
    const berth = new Berth(this.#start(), () => this.#end(berth));
    this.#berths.add(berth);
    berth.worker.then(
      (worker) =>
        worker.once('died', () => {
          if (this.#berths.delete(berth)) this.emit('died', berth.rooms);
        }),
      () => this.#berths.delete(berth),
    );
    return berth;
  }

  async #start(): Promise<MediaWorker> {
    const { start, log } = this.#options;
    return await start().catch((error: unknown) => {
      log.error({ err: error }, 'media worker did not start');
      throw new AppError('media_unavailable', 'No media worker could be started.');
    });
  }

  #end(berth: Berth): void {
    if (!this.#berths.delete(berth)) return;
    berth.worker.then(
      (worker) => worker.close(),
      () => {},
    );
  }
}
