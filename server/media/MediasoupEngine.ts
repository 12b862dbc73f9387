import type { types } from 'mediasoup';
import type { RoomId } from '../../protocol/ids.ts';
import { RtpCapabilities } from '../../protocol/media.ts';
import type { Logger } from '../log.ts';
import type { MediaCounts, MediaEngine, MediaRoom } from './api.ts';
import { mediaCodecs } from './codecs.ts';
import { listenAddresses } from './listenAddresses.ts';
import { MediasoupRoom } from './MediasoupRoom.ts';
import { WorkerPool } from './WorkerPool.ts';

export interface MediasoupEngineOptions {
  readonly workers: number;
  readonly port: number;
  readonly announcedAddresses: readonly string[];
  readonly log: Logger;
}

/** The SFU: mediasoup's workers, and a router on one of them for each live room. */
export class MediasoupEngine implements MediaEngine {
  readonly rtpCapabilities: RtpCapabilities;
  readonly #pool: WorkerPool;
  readonly #log: Logger;
  readonly #routers = new Set<types.Router>();

  private constructor(pool: WorkerPool, rtpCapabilities: RtpCapabilities, log: Logger) {
    this.#pool = pool;
    this.rtpCapabilities = rtpCapabilities;
    this.#log = log;
  }

  /** Starts the workers. */
  static async open(options: MediasoupEngineOptions): Promise<MediasoupEngine> {
    const { workers, port, announcedAddresses, log } = options;
    const addresses = listenAddresses(announcedAddresses);
    const pool = await WorkerPool.open({ size: workers, port, addresses, log });
    // Routers with the same codecs have the same capabilities: one that lives for a moment tells them.
    const router = await pool.leastLoaded().worker.createRouter({ mediaCodecs });
    const rtpCapabilities = RtpCapabilities.parse(router.rtpCapabilities);
    router.close();
    log.info({ workers, addresses: addresses.length, port }, 'media engine started');
    return new MediasoupEngine(pool, rtpCapabilities, log);
  }

  async createRoom(id: RoomId): Promise<MediaRoom> {
    const pooled = this.#pool.leastLoaded();
    // Counted before the wait, so that rooms that open together do not all take the same worker.
    pooled.load++;
    let router: types.Router | undefined;
    const release = () => {
      pooled.load--;
      if (router) this.#routers.delete(router);
    };
    try {
      router = await pooled.worker.createRouter({ mediaCodecs });
      this.#routers.add(router);
      router.observer.once('close', release);
      return await MediasoupRoom.create(router, pooled.webRtcServer, this.#log.child({ roomId: id }));
    } catch (error) {
      if (router) router.close();
      else release();
      throw error;
    }
  }

  async count(): Promise<MediaCounts> {
    const workers = this.#pool.workers;
    const dumps = await Promise.all(workers.map((worker) => worker.dump()));
    const routers = await Promise.all([...this.#routers].map((router) => router.dump()));
    const transports = routers.flatMap((router) => router.transportIds);
    return {
      workers: workers.length,
      routers: dumps.reduce((sum, dump) => sum + dump.routerIds.length, 0),
      transports: transports.length,
      producers: routers.reduce((sum, router) => sum + router.mapProducerIdConsumerIds.length, 0),
      consumers: routers.reduce((sum, router) => sum + router.mapConsumerIdProducerId.length, 0),
    };
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
