// The whole server in a process of its own that can be looked into, with seats that run out at once.
import { startApp } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import { MediasoupEngine } from '../../../server/media/MediasoupEngine.ts';
import { openDescriptors, workerPids } from '../../support/processes.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';
import type { Order, Telling } from './words.ts';

const seatMs = 200;

const config = readConfig({
  HOST: '127.0.0.1',
  PORT: '0',
  RTC_PORT: '0',
  RTC_WORKERS: '1',
  ROOM_EMPTY_PAUSE: '1',
  CONNECTIONS_PER_ADDRESS: '10000',
  RATE_SCALE: '1000',
  NEWCOMER_MINUTES: '0',
  FULL_AT: 'off',
  ...process.env,
});
const tell = (telling: Telling) => process.send?.(telling);

/** Tells what is odd instead of keeping it, which would be a leak. */
class TellingLog extends RecordingLog {
  override warn(context: Readonly<Record<string, unknown>>): void {
    tell({ warned: context });
  }

  override info(): void {}

  override child(): TellingLog {
    return this;
  }
}

const log = new TellingLog();
const media = await MediasoupEngine.open({ ...config.rtc, log });
const { port } = await startApp(config, log, { media, seatMs });

async function count(): Promise<void> {
  globalThis.gc?.();
  const resources = process.getActiveResourcesInfo();
  const of = (name: string) => resources.filter((resource) => resource === name).length;
  const workers = workerPids().map(openDescriptors);
  tell({
    holdings: {
      descriptors: workers.reduce((sum, open) => sum + open, openDescriptors(process.pid)),
      timers: of('Timeout') + of('Immediate'),
      sockets: of('TCPSocketWrap'),
      media: await media.count(),
      memory: process.memoryUsage.rss(),
    },
  });
}

process.on('message', (order: Order) => {
  if (order === 'count') void count();
});
process.once('disconnect', () => process.exit(0));
tell({ port });
