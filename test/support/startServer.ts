import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { ClientFiles } from '../../server/http/parts.ts';
import type { Gauges } from '../../server/load/Readings.ts';
import type { MediaEngine } from '../../server/media/api.ts';
import { MediasoupEngine } from '../../server/media/MediasoupEngine.ts';
import type { Outgoing } from '../../server/outgoing/Outgoing.ts';
import type { RunningApp } from '../../server/RunningApp.ts';
import type { Clock } from '../../server/rooms/Clock.ts';
import type { Store } from '../../server/store/Store.ts';
import { Client } from './Client.ts';
import { FakeMediaEngine } from './FakeMediaEngine.ts';
import { RecordingLog } from './RecordingLog.ts';

/** A page in place of the built client. */
const page: ClientFiles = {
  index: async () => '<!doctype html><html lang="en"><head><!--head--></head><body></body></html>',
  serve: (_request, _response, next) => next(),
};

export interface ServerOptions {
  readonly env?: Record<string, string>;
  readonly seatMs?: number;
  readonly store?: Store;
  readonly outgoing?: Outgoing;
  readonly clock?: Clock;
  readonly gauges?: Gauges;
  /** A folder to go on in; it is not removed. */
  readonly folder?: string;
}

/** A real server on a free port, as the tests see it. */
export interface TestServer<Media> {
  readonly url: string;
  readonly app: RunningApp;
  readonly media: Media;
  readonly log: RecordingLog;
  /** Somebody who just connected. */
  client(options?: Parameters<typeof Client.connect>[1]): Promise<Client>;
  /** Somebody with a name. */
  person(name: string): Promise<Client>;
  close(): Promise<void>;
}

/** Starts a server whose media is faked. */
export function startServer(options: ServerOptions = {}): Promise<TestServer<FakeMediaEngine>> {
  return start(new FakeMediaEngine(), new RecordingLog(), options);
}

/** Starts a server with mediasoup's workers. */
export async function startWholeServer({
  workers = 1,
  ...options
}: ServerOptions & { workers?: number } = {}): Promise<TestServer<MediasoupEngine>> {
  const log = new RecordingLog();
  const media = await MediasoupEngine.open({ workers, port: 0, announcedAddresses: [], log });
  return start(media, log, options);
}

/** Starts a server over media that is somebody else's. */
export function startServerOver<Media extends MediaEngine>(
  media: Media,
  options: ServerOptions = {},
): Promise<TestServer<Media>> {
  return start(media, new RecordingLog(), options);
}

async function start<Media extends MediaEngine>(
  media: Media,
  log: RecordingLog,
  { env = {}, seatMs, store, outgoing, clock, gauges, folder }: ServerOptions,
): Promise<TestServer<Media>> {
  const own = folder ?? mkdtempSync(join(tmpdir(), 'hobnob-test-'));
  const config = readConfig({
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: own,
    RATE_SCALE: '100000',
    // Everybody is new here; what that means has tests of its own.
    NEWCOMER_MINUTES: '0',
    CONNECTIONS_PER_ADDRESS: '10000',
    // So does what becomes of newcomers while there is too much to do: a machine that runs tests has.
    FULL_AT: 'off',
    SHUTDOWN_TIMEOUT: '2',
    ...env,
  });
  const app = await startApp(config, log, {
    media,
    client: page,
    ...(seatMs !== undefined && { seatMs }),
    ...(store && { store }),
    ...(outgoing && { outgoing }),
    ...(clock && { clock }),
    ...(gauges && { gauges }),
  });
  const url = `http://127.0.0.1:${app.port}`;
  const clients: Client[] = [];

  async function client(options?: Parameters<typeof Client.connect>[1]): Promise<Client> {
    const made = await Client.connect(url, options);
    clients.push(made);
    return made;
  }

  return {
    url,
    app,
    media,
    log,
    client,
    async person(name) {
      const made = await client();
      await made.callMe(name);
      return made;
    },
    async close() {
      for (const made of clients) made.close();
      await app.close();
      if (folder === undefined) rmSync(own, { recursive: true });
    },
  };
}
