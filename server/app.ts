import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { limits } from '../protocol/limits.ts';
import { Guests } from './accounts/Guests.ts';
import { createGuestCookie, readSecret } from './accounts/guestCookie.ts';
import type { Config } from './config.ts';
import { Discovery } from './discovery/Discovery.ts';
import { AppError } from './errors.ts';
import { isSecure } from './http/addresses.ts';
import { readClientFiles } from './http/files.ts';
import { createHttpServer } from './http/listen.ts';
import type { ClientFiles } from './http/parts.ts';
import { createHttp } from './http/server.ts';
import type { Logger } from './log.ts';
import type { MediaEngine } from './media/api.ts';
import { MediasoupEngine } from './media/MediasoupEngine.ts';
import { RoomRegistry } from './rooms/RoomRegistry.ts';
import { createSignaling } from './signaling/server.ts';
import { SqlStore } from './store/SqlStore.ts';
import type { Store } from './store/Store.ts';

/** A server that listens. */
export interface RunningApp {
  /** The port it got. */
  readonly port: number;
  readonly media: MediaEngine;
  readonly rooms: RoomRegistry;
  /** Lets everybody go, then ends. Clients come back by themselves when there is a server again. */
  close(): Promise<void>;
}

/** Parts that tests put in place of the real ones. */
export interface Parts {
  readonly store: Store;
  readonly media: MediaEngine;
  readonly client: ClientFiles;
  readonly seatMs: number;
}

const builtClient = join(import.meta.dirname, '../dist/client');

/** Puts the parts together: the only place that chooses which implementation is used. */
export async function startApp(config: Config, log: Logger, given: Partial<Parts> = {}): Promise<RunningApp> {
  const client = given.client ?? readClientFiles(builtClient);
  const store = given.store ?? (await SqlStore.open(config.databaseFile));
  const media = given.media ?? (await openMedia(config, log));
  const rooms = await RoomRegistry.load({
    store,
    media,
    log,
    capacity: config.roomCapacity,
    seatMs: given.seatMs ?? limits.seatMs,
    emptyPauseMs: config.roomEmptyPauseMs,
  });
  const cookie = createGuestCookie(readSecret(config.dataDir), { secure: isSecure(config) });
  const guests = new Guests(store, cookie);
  const discovery = new Discovery(rooms, await store.interests.list());

  let closing: Promise<void> | undefined;
  const checks = {
    store: () => store.ping(),
    media: async () => {
      if ((await media.count()).workers === 0) throw new AppError('media_unavailable', 'no worker lives');
    },
    draining: async () => {
      if (closing !== undefined) throw new AppError('draining', 'about to stop');
    },
  };
  const http = await createHttpServer(
    config,
    createHttp({ config, log, guests, discovery, rooms, client, checks }),
  );
  const sockets = socketsOf(http);
  const io = createSignaling({ http, config, log, rooms, guests, store, media });
  await listen(http, config);
  rooms.reopen();
  const { port } = http.address() as AddressInfo;

  async function end(): Promise<void> {
    const patience = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, config.shutdownTimeoutMs);
    // First the doors, without a word about rooms: for the clients it is a lost line, and they come back.
    await io.close();
    clearTimeout(patience);
    rooms.close();
    await media.close();
    await store.close();
  }

  return {
    port,
    media,
    rooms,
    close() {
      closing ??= end();
      return closing;
    },
  };
}

function openMedia({ rtc }: Config, log: Logger): Promise<MediaEngine> {
  return MediasoupEngine.open({ ...rtc, log });
}

/** The open connections, upgraded ones too, which the server itself forgets. */
function socketsOf(http: HttpServer): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  http.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function listen(http: HttpServer, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
}
