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
};
