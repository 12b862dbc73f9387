import type { types } from 'mediasoup';
import type { RoomId } from '../../protocol/ids.ts';
import { RtpCapabilities } from '../../protocol/rtp.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { MediaCounts, MediaEngine, MediaRoom, MediaUsage } from './api.ts';
import type { Berth } from './Berth.ts';
import { mediaCodecs } from './codecs.ts';
import { listenAddresses } from './listenAddresses.ts';
import { MediasoupRoom } from './MediasoupRoom.ts';
import { MediaWorker } from './MediaWorker.ts';
import { Ports } from './Ports.ts';
import { Quarantine } from './Quarantine.ts';
import { ifAlive, unlessClosed } from './refusals.ts';
import { Strikes } from './Strikes.ts';
import { connectWithinMs } from './transports.ts';
import { Usage } from './usage.ts';
import { WorkerPool } from './WorkerPool.ts';

export interface MediasoupEngineOptions {
  readonly workers: number;
  /** The first of the ports for media; 0: any free ones. */
  readonly port: number;
  /** How many there are from there on. */
  readonly ports?: number;
  readonly announcedAddresses: readonly string[];
  /** How long a transport waits for its browser. */
  readonly connectWithinMs?: number;
  readonly log: Logger;
}

interface Parts {
  readonly pool: WorkerPool;
  readonly quarantine: Quarantine;
  readonly strikes: Strikes;
  readonly usage: Usage;
  readonly rtpCapabilities: RtpCapabilities;
  readonly connectWithinMs: number;
  readonly log: Logger;
}

/** The SFU: mediasoup's workers, and a router on one of them for each live room. */
export class MediasoupEngine implements MediaEngine {
  readonly rtpCapabilities: RtpCapabilities;
  readonly #parts: Parts;
  readonly #routers = new Set<types.Router>();

  private constructor(parts: Parts) {
    this.rtpCapabilities = parts.rtpCapabilities;
    this.#parts = parts;
  }

  /** Starts the workers. */
  static async open(options: MediasoupEngineOptions): Promise<MediasoupEngine> {
    const { workers, port, announcedAddresses, log } = options;
    const addresses = listenAddresses(announcedAddresses);
    const ports = new Ports(port, options.ports ?? workers + 1);
    const usage = new Usage();
    const start = async () => usage.watch(await MediaWorker.start({ ports, addresses, log }));
    const pool = await WorkerPool.open({ size: workers, start, log });
    const strikes = new Strikes();
    const quarantine = new Quarantine({ start: () => pool.withdraw(), strikes, log });
    pool.on('died', (rooms) => strikes.give(rooms));
    quarantine.on('died', (rooms) => strikes.give(rooms, true));
    log.info({ workers, addresses: addresses.length, port }, 'media engine started');
    return new MediasoupEngine({
      pool,
      quarantine,
      strikes,
      usage,
      rtpCapabilities: await askCapabilities(pool),
      connectWithinMs: options.connectWithinMs ?? connectWithinMs,
      log,
    });
  }

  async createRoom(id: RoomId): Promise<MediaRoom> {
    for (;;) {
      await this.#parts.pool.ready();
      const berth = this.#chooseBerth(id);
      // Counted before the wait, so that rooms that open together do not all take the same worker.
      const leave = berth.hold(id);
      let media: MediaWorker | undefined;
      try {
        media = await berth.worker;
        return await unlessClosed(this.#openRoom(id, media, leave));
      } catch (error) {
        leave();
        // It died meanwhile: another one has taken its place.
        if (!media?.worker.died) throw error;
      }
    }
  }

  async count(): Promise<MediaCounts> {
    const { pool, quarantine } = this.#parts;
    const inUse = pool.workers;
    const all = [...inUse, ...(await quarantine.workers())];
    const dumps = await ifAlive(all.map(({ worker }) => worker.dump()));
    const routers = await ifAlive([...this.#routers].map((router) => router.dump()));
    return {
      workers: inUse.length,
      routers: dumps.reduce((sum, dump) => sum + dump.routerIds.length, 0),
      transports: routers.reduce((sum, router) => sum + router.transportIds.length, 0),
      producers: routers.reduce((sum, router) => sum + router.mapProducerIdConsumerIds.length, 0),
      consumers: routers.reduce((sum, router) => sum + router.mapConsumerIdProducerId.length, 0),
    };
  }

  usage(): Promise<MediaUsage> {
    return this.#parts.usage.read();
  }

  async close(): Promise<void> {
    const { pool, quarantine } = this.#parts;
    await Promise.all([pool.close(), quarantine.close()]);
  }

  #chooseBerth(id: RoomId): Berth {
    const { pool, quarantine, strikes, log } = this.#parts;
    const isolatedMs = strikes.isolatedForMs(id);
    if (isolatedMs > 0) {
      throw new AppError('media_unavailable', 'The media of this room ended too often.', isolatedMs);
    }
    if (!strikes.isSuspect(id)) return pool.leastLoaded();
    log.warn({ roomId: id, strikes: strikes.count(id) }, 'room in quarantine');
    return quarantine.berth(id);
  }

  async #openRoom(id: RoomId, { worker, webRtcServer }: MediaWorker, leave: () => void): Promise<MediaRoom> {
    const log = this.#parts.log.child({ roomId: id });
    const router = await worker.createRouter({ mediaCodecs });
    this.#routers.add(router);
    router.observer.once('close', () => {
      this.#routers.delete(router);
      // A dead worker's rooms are counted when it is their turn to be blamed.
      if (!worker.died) leave();
    });
    try {
      const { connectWithinMs } = this.#parts;
      const room = await MediasoupRoom.create({ router, webRtcServer, connectWithinMs, log });
      log.debug({ pid: worker.pid }, 'media room opened');
      return room;
    } catch (error) {
      router.close();
      throw error;
    }
  }
}

// Routers with the same codecs have the same capabilities: one that lives for a moment tells them.
async function askCapabilities(pool: WorkerPool): Promise<RtpCapabilities> {
  const { worker } = await pool.leastLoaded().worker;
  const router = await worker.createRouter({ mediaCodecs });
  const rtpCapabilities = RtpCapabilities.parse(router.rtpCapabilities);
  router.close();
  return rtpCapabilities;
}
