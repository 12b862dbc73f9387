import type { RoomId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import type { Logger } from '../log.ts';
import type { MediaCounts, MediaEngine, MediaRoom, MediaUsage } from '../media/api.ts';
import type { Unreached } from './Branch.ts';
import { ClusterRoom, type Reach } from './ClusterRoom.ts';
import { DeadPaths } from './DeadPaths.ts';
import { Emptying } from './Emptying.ts';

/** A node whose workers can be used, and how much it has to do. */
export interface MediaNode {
  readonly name: string;
  readonly engine: MediaEngine;
  /** Of one; above that it has no room for more. */
  readonly load: () => number;
  /** Whether it is about to end: what is there goes elsewhere. */
  readonly draining?: () => boolean;
}

export interface ClusterEngineOptions {
  /** From how many listeners in one part of a room another node is asked. */
  readonly listeners: number;
  /** From which load on another node is asked however few they are, 0 to 1. */
  readonly busyAt: number;
  /** How long nothing is sent to a node again to which nothing came through. */
  readonly againMs?: number | undefined;
  readonly log: Logger;
}

const usualAgainMs = 60_000;

/** The workers of all nodes as one engine: each room is at home on one of them, and spreads when its audience grows. */
export class ClusterEngine implements MediaEngine {
  readonly rtpCapabilities: RtpCapabilities;
  readonly #own: MediaNode;
  readonly #options: ClusterEngineOptions;
  readonly #nodes = new Set<MediaNode>();
  readonly #emptying = new Emptying();
  readonly #dead: DeadPaths;

  /** `own` are the workers of this very machine: they are there when nobody else's are. */
  constructor(own: MediaNode, options: ClusterEngineOptions) {
    this.#own = own;
    this.#options = options;
    this.#dead = new DeadPaths(options.againMs ?? usualAgainMs);
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
        return this.#settle(id, node, await node.engine.createRoom(id));
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

  /** What this machine uses: what the others do they say themselves, all but how busy those are that take people. */
  async usage(): Promise<MediaUsage> {
    const others = this.nodes.filter((node) => node !== this.#own && !node.draining?.());
    return {
      ...(await this.#own.engine.usage()),
      elsewhere: others.map(({ name, load }) => ({ name, busy: load() })),
    };
  }

  async close(): Promise<void> {
    this.#emptying.close();
    await Promise.all(this.nodes.map(({ engine }) => engine.close()));
  }

  #settle(id: RoomId, node: MediaNode, home: MediaRoom): ClusterRoom {
    const room = new ClusterRoom(home, this.#reachOf(id, node));
    const gone = this.#emptying.enter(node, { leave: () => room.leave() });
    room.once('ended', gone);
    return room;
  }

  #reachOf(id: RoomId, home: MediaNode): Reach {
    const used = new Set([home]);
    const { listeners, busyAt } = this.#options;
    const isBusy = (node: MediaNode) => node.load() >= busyAt;
    return {
      listeners,
      isBusy: () => isBusy(home),
      open: async (leave) => {
        const unreached = this.nodes.filter((other) => this.#dead.has(home, other));
        const node = this.#leastBeside([...used, ...unreached]);
        const least = Math.min(...[...used].map(({ load }) => load()));
        // For a little less to do it is not worth a pipe, as long as there is room where they are.
        if (!node || node.load() > (least >= busyAt ? busyAt : least / 2)) return null;
        used.add(node);
        try {
          const room = await node.engine.createRoom(id);
          const gone = this.#emptying.enter(node, { leave });
          const ended = () => {
            used.delete(node);
            gone();
          };
          const cutOff = (error: Unreached) => this.#cutOff(home, node, error);
          return { room, hasRoom: () => hasRoom(node), isBusy: () => isBusy(node), ended, cutOff };
        } catch (error) {
          used.delete(node);
          // They are served where they are.
          this.#options.log.warn({ roomId: id, node: node.name, err: error }, 'room not spread to a node');
          return null;
        }
      },
    };
  }

  #cutOff(home: MediaNode, node: MediaNode, { between }: Unreached): void {
    if (!this.#dead.note(home, node)) return;
    this.#options.log.warn(
      { nodes: [home.name, node.name], between },
      'no media passes between two nodes: open UDP ports 10000 to 59999 between their NODE_ADDRESSes',
    );
  }

  #leastBeside(used: readonly MediaNode[]): MediaNode | undefined {
    return this.nodes
      .filter((node) => !used.includes(node) && hasRoom(node))
      .sort((one, other) => one.load() - other.load())[0];
  }
}

function hasRoom(node: MediaNode): boolean {
  return node.load() < 1 && !node.draining?.();
}
