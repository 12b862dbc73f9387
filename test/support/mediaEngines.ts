import { duplexPair } from 'node:stream';
import { ClusterEngine } from '../../server/cluster/ClusterEngine.ts';
import { MediaHost } from '../../server/cluster/MediaHost.ts';
import { NodeLine } from '../../server/cluster/NodeLine.ts';
import { RemoteEngine } from '../../server/cluster/RemoteEngine.ts';
import type { MediaEngine } from '../../server/media/api.ts';
import { MediasoupEngine } from '../../server/media/MediasoupEngine.ts';
import { FakeMediaEngine } from './FakeMediaEngine.ts';
import { RecordingLog } from './RecordingLog.ts';

/** Every implementation of the SFU: each has to keep the whole contract. */
export const mediaEngines: Record<string, (connectWithinMs?: number) => Promise<MediaEngine>> = {
  FakeMediaEngine: async (connectWithinMs = 20_000) => {
    const engine = new FakeMediaEngine();
    engine.connectWithinMs = connectWithinMs;
    return engine;
  },
  MediasoupEngine: (connectWithinMs = 20_000) => {
    const log = new RecordingLog();
    return MediasoupEngine.open({ workers: 1, port: 0, announcedAddresses: [], connectWithinMs, log });
  },
  RemoteEngine: async (connectWithinMs = 20_000) => {
    const log = new RecordingLog();
    const options = { workers: 1, port: 0, announcedAddresses: [], connectWithinMs, log };
    return remoteOf(await MediasoupEngine.open(options), log);
  },
  ClusterEngine: async (connectWithinMs = 20_000) => {
    const log = new RecordingLog();
    const options = { workers: 1, port: 0, announcedAddresses: [], connectWithinMs, log };
    const load = () => 0;
    const own = { name: 'own', engine: await MediasoupEngine.open(options), load };
    const cluster = new ClusterEngine(own, { listeners: 1, log });
    cluster.add({ name: 'other', engine: remoteOf(await MediasoupEngine.open(options), log), load });
    return cluster;
  },
};

/** An engine as another node uses it, over a line without a network. */
export function remoteOf(engine: MediaEngine, log: RecordingLog): MediaEngine {
  const [near, far] = duplexPair();
  const host = new MediaHost(engine, log);
  const line = new NodeLine(far, (name, input) => host.answer(name, input), log);
  host.serve(line);
  line.once('closed', () => void engine.close());
  const nothing = async () => null;
  return new RemoteEngine(new NodeLine(near, nothing, log), engine.rtpCapabilities);
}
