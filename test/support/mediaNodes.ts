import { randomUUID } from 'node:crypto';
import { RoomId } from '../../protocol/ids.ts';
import { ClusterEngine } from '../../server/cluster/ClusterEngine.ts';
import type { MediaCounts, MediaEngine, MediaRoom } from '../../server/media/api.ts';
import { MediasoupEngine } from '../../server/media/MediasoupEngine.ts';
import { remoteOf } from './mediaEngines.ts';
import { RecordingLog } from './RecordingLog.ts';

/** One node of a cluster in a test: its workers, and the engine by which the cluster uses them. */
export interface TestNode {
  readonly log: RecordingLog;
  readonly own: MediasoupEngine;
  readonly lent: MediaEngine;
  load: number;
  /** Pipes to it end where nobody listens, as behind a firewall. */
  cut: boolean;
  /** Whether it said that it is about to end. */
  draining: boolean;
  count(): Promise<MediaCounts>;
  /** The workers that its rooms were opened on, or went on to. */
  pids(): number[];
  /** What the others see when it is gone at once. */
  vanish(): Promise<void>;
}

/** Several nodes with real workers; the first is the one that has the rooms. */
export interface MediaNodes {
  readonly cluster: ClusterEngine;
  readonly nodes: readonly TestNode[];
  /** What the node says that has the rooms. */
  readonly log: RecordingLog;
  openRoom(): Promise<MediaRoom>;
  close(): Promise<void>;
}

export interface NodesOptions {
  readonly count?: number;
  readonly workers?: number;
  /** From how many listeners in each part of a room another node is asked. */
  readonly listeners?: number;
  /** The same within a node. */
  readonly inNode?: number;
  /** How long nothing is sent to a node again to which nothing came through. */
  readonly againMs?: number;
}

/** Starts nodes with workers on free ports. */
export async function openMediaNodes(options: NodesOptions = {}): Promise<MediaNodes> {
  const { count = 2, workers = 1, listeners = 1, inNode = 1_000 } = options;
  const log = new RecordingLog();
  const open = async (index: number): Promise<TestNode> => {
    const ownLog = new RecordingLog();
    const spread = { listeners: inNode, sounds: 1, emptyMs: 100 };
    const engineOptions = { workers, port: 0, announcedAddresses: [], spread, log: ownLog };
    // Each node has an address of its own.
    const nodeAddress = `127.0.0.${index + 1}`;
    const own = await MediasoupEngine.open({ ...engineOptions, nodeAddress });
    const state = { load: 0, draining: false, cut: false };
    const lent = index === 0 ? own : remoteOf(own, log);
    const createRoom = own.createRoom.bind(own);
    own.createRoom = async (id) => cuttable(await createRoom(id), () => node.cut);
    const node: TestNode = {
      ...{ log: ownLog, own, lent, ...state },
      count: () => own.count(),
      pids: () => pidsOf(ownLog),
      vanish: () => lent.close(),
    };
    return node;
  };
  const nodes = await Promise.all(Array.from({ length: count }, (_, index) => open(index)));
  const [first, ...others] = nodes.map((node, index) => ({
    ...{ name: `node ${index}`, engine: node.lent },
    load: () => node.load,
    draining: () => node.draining,
  }));
  if (!first) throw new Error('A cluster has a node.');
  const cluster = new ClusterEngine(first, { listeners, busyAt: 0.7, againMs: options.againMs, log });
  for (const node of others) cluster.add(node);
  return {
    ...{ cluster, nodes, log },
    openRoom: () => cluster.createRoom(RoomId.parse(randomUUID())),
    close: () => cluster.close(),
  };
}

/** A room whose pipes can be told to be elsewhere than they are: nothing is ever heard there. */
function cuttable(room: MediaRoom, isCut: () => boolean): MediaRoom {
  const openPipe = room.openPipe.bind(room);
  room.openPipe = async () => {
    const pipe = await openPipe();
    const discard = { ...pipe.address, port: 9 };
    if (isCut()) Object.defineProperty(pipe, 'address', { value: discard });
    return pipe;
  };
  return room;
}

function pidsOf(log: RecordingLog): number[] {
  return log.lines.flatMap(({ message, context }) => {
    const { pid }: { pid?: number } = context;
    return pid && ['media room opened', 'room spread'].includes(message) ? [pid] : [];
  });
}
