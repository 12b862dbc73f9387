import type { RoomId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import type { Logger } from '../log.ts';
import type { MediaCounts, MediaEngine, MediaRoom, MediaUsage } from '../media/api.ts';
import { ClusterRoom, type Reach } from './ClusterRoom.ts';

/** A node whose workers can be used, and how much it has to do. */
export interface MediaNode {
  readonly name: string;
  readonly engine: MediaEngine;
  /** Of one; above that it has no room for more. */
  readonly load: () => number;
}

export interface ClusterEngineOptions {
  /** From how many listeners in one part of a room another node is asked. */
  readonly listeners: number;
  readonly log: Logger;
}

/** The workers of all nodes as one engine: each room is at home on one of them, and spreads when its audience grows. */
export class ClusterEngine implements MediaEngine {
  readonly rtpCapabilities: RtpCapabilities;
  readonly #own: MediaNode;
  readonly #options: ClusterEngineOptions;
  readonly #nodes = new Set<MediaNode>();

  /** `own` are the workers of this very machine: they are there when nobody else's are. */
  constructor(own: MediaNode, options: ClusterEngineOptions) {
    this.#own = own;
    this.#options = options;
    this.rtpCapabilities = own.engine.rtpCapabilities;
    this.#nodes.add(own);
  }

  get nodes(): readonly MediaNode[] {
    return [...this.#nodes];
  }

  /** A node lends its workers; what this returns says that they are gone. */
  add(node: MediaNode): () => void {
    this.#nodes.add(node);
    return () => this.#nodes.delete(node);
  }

  async createRoom(id: RoomId): Promise<MediaRoom> {
    for (;;) {
      const node = this.#leastBeside([]) ?? this.#own;
      try {
        return new ClusterRoom(await node.engine.createRoom(id), this.#reachOf(id, node));
      } catch (error) {
        // It went while it was asked; our own says what is the matter.
        if (node === this.#own || this.#nodes.has(node)) throw error;
      }
    }
  }

  async count(): Promise<MediaCounts> {
    const all = await Promise.all(this.nodes.map(({ engine }) => engine.count()));
    const sum = (key: keyof MediaCounts) => all.reduce((total, counts) => total + counts[key], 0);
    return {
      ...{ workers: sum('workers'), routers: sum('routers'), transports: sum('transports') },
      ...{ producers: sum('producers'), consumers: sum('consumers') },
    };
  }

  /** What this machine uses: what the others do they say themselves, all but whether they have room. */
  async usage(): Promise<MediaUsage> {
    const others = this.nodes.filter((node) => node !== this.#own);
    return {
      ...(await this.#own.engine.usage()),
      elsewhere: others.map(({ name, load }) => ({ name, busy: load() })),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map(({ engine }) => engine.close()));
  }

  #reachOf(id: RoomId, home: MediaNode): Reach {
    const used = new Set([home]);
    return {
      listeners: this.#options.listeners,
      open: async () => {
        const node = this.#leastBeside([...used]);
        if (!node || node.load() > Math.min(...[...used].map(({ load }) => load())) / 2) return null;
        used.add(node);
        try {
          return {
            room: await node.engine.createRoom(id),
            hasRoom: () => hasRoom(node),
            ended: () => used.delete(node),
          };
        } catch (error) {
          used.delete(node);
          // They are served where they are.
          this.#options.log.warn({ roomId: id, node: node.name, err: error }, 'room not spread to a node');
          return null;
        }
      },
    };
  }

  #leastBeside(used: readonly MediaNode[]): MediaNode | undefined {
    return this.nodes
      .filter((node) => !used.includes(node) && hasRoom(node))
      .sort((one, other) => one.load() - other.load())[0];
  }
}

function hasRoom(node: MediaNode): boolean {
  return node.load() < 1;
}
