import type { types } from 'mediasoup';
import type { RoomId } from '../../protocol/ids.ts';
import { RtpCapabilities } from '../../protocol/rtp.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { MediaCounts, MediaEngine, MediaRoom, MediaUsage } from './api.ts';
import { type Berth, loadOf } from './Berth.ts';
import { mediaCodecs } from './codecs.ts';
import { listenAddresses } from './listenAddresses.ts';
import { MediasoupRoom } from './MediasoupRoom.ts';
import { MediaWorker } from './MediaWorker.ts';
import { Ports } from './Ports.ts';
import { pipeAddress } from './pipeAddress.ts';
import { Quarantine } from './Quarantine.ts';
import { ifAlive, unlessClosed } from './refusals.ts';
import { Slice } from './Slice.ts';
import type { Spread } from './Slices.ts';
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
  /** By which name or address other nodes reach this one, where there are any. */
  readonly nodeAddress?: string | undefined;
  /** From when on a room takes further workers. */
  readonly spread?: SpreadFrom;
  readonly log: Logger;
}

/** From how many listeners in one part of a room, and voices sent to them, there is to be another, and for how long. */
type SpreadFrom = Pick<Spread, 'listeners' | 'sounds' | 'emptyMs'>;

// Below that a pipe costs more than it saves: a worker sends some thousand voices (docs/performance.md).
const spreadFrom: SpreadFrom = { listeners: 32, sounds: 256, emptyMs: 10_000 };

interface Parts {
  readonly pool: WorkerPool;
  readonly quarantine: Quarantine;
  readonly strikes: Strikes;
  readonly usage: Usage;
  readonly rtpCapabilities: RtpCapabilities;
  readonly connectWithinMs: number;
  readonly pipeAddress: string;
  readonly spread: SpreadFrom;
  readonly log: Logger;
}

/** The SFU: mediasoup's workers, and for each live room a router on one of them, or on several. */
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
    const reachedAt = await pipeAddress(options.nodeAddress ?? '127.0.0.1');
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
      pipeAddress: reachedAt,
      spread: options.spread ?? spreadFrom,
      log,
    });
  }

  async createRoom(id: RoomId): Promise<MediaRoom> {
    const { pool, quarantine, connectWithinMs, pipeAddress } = this.#parts;
    for (;;) {
      await pool.ready();
      const berth = this.#chooseBerth(id);
      let home: Slice | undefined;
      try {
        home = await this.#openSlice(id, berth);
        const log = this.#parts.log.child({ roomId: id });
        const spread = this.#spreadOf(id, quarantine.isOwn(berth));
        const options = { home, spread, connectWithinMs, pipeAddress, log };
        const room = await unlessClosed(MediasoupRoom.create(options));
        log.debug({ pid: (await berth.worker).worker.pid }, 'media room opened');
        return room;
      } catch (error) {
        home?.close();
        const media = await berth.worker.catch(() => null);
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

  /** How a room comes by further workers: those of the pool that have far less to do; one in quarantine by none. */
  #spreadOf(id: RoomId, alone: boolean): Spread {
    const { pool, strikes, log } = this.#parts;
    return {
      ...this.#parts.spread,
      open: async (beside) => {
        if (alone || strikes.isSuspect(id)) return null;
        const berth = pool.leastLoadedBeside(beside.map((slice) => slice.berth));
        const least = Math.min(...beside.map((slice) => loadOf(slice.berth)));
        if (!berth || loadOf(berth) > least / 2) return null;
        try {
          const slice = await this.#openSlice(id, berth);
          const { worker } = await berth.worker;
          log.info({ roomId: id, pid: worker.pid, workers: beside.length + 1 }, 'room spread');
          return slice;
        } catch (error) {
          // It is served where it is, as before.
          log.warn({ roomId: id, err: error }, 'room not spread');
          return null;
        }
      },
      // A second death within a minute, and the room is looked at alone.
      goesOn: () => strikes.count(id) === 0,
    };
  }

  /** A part of a room on a worker. It is counted before the wait: rooms that open together do not all take the same. */
  async #openSlice(id: RoomId, berth: Berth): Promise<Slice> {
    const leave = berth.hold(id);
    try {
      const { worker, webRtcServer } = await berth.worker;
      const router = await unlessClosed(worker.createRouter({ mediaCodecs }));
      this.#routers.add(router);
      router.observer.once('close', () => {
        this.#routers.delete(router);
        // A dead worker's rooms are counted when it is their turn to be blamed.
        if (!worker.died) leave();
      });
      return new Slice({ router, webRtcServer, berth, emptyMs: this.#parts.spread.emptyMs });
    } catch (error) {
      leave();
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
