import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { trustNode } from '../clientAddress.ts';
import type { Config } from '../config.ts';
import { ownCertificate } from './certificate.ts';

// Slow senders hold a connection no longer than this; sockets that were upgraded are not concerned.
const patience: ServerOptions = {
  headersTimeout: 8_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
};
const maxHeaders = 100;

/** A server for http, or for https with the given certificate or one of its own. It does not listen yet. */
export async function createHttpServer(
  config: Pick<Config, 'https' | 'dataDir'>,
  app: RequestListener,
): Promise<Server> {
  const server = config.https
    ? createTlsServer({ ...patience, ...(await keysOf(config.https, config.dataDir)) }, app)
    : createServer(patience, app);
  server.maxHeadersCount = maxHeaders;
  return server;
}

/** Where to listen. A shared port is one that the server which takes over can listen on before this one stops. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly shared: boolean;
}

/** Listens; resolves with the port. */
export async function listen(http: Server, { host, port, shared }: Place): Promise<number> {
  http.listen({ host, port, reusePort: shared });
  await once(http, 'listening');
  return (http.address() as AddressInfo).port;
}

/** Throws when somebody listens there: among those who share a port nobody is told that there are others. */
export async function requireFree({ host, port }: Pick<Place, 'host' | 'port'>): Promise<void> {
  const probe = createTcpServer().listen({ host, port, exclusive: true });
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}

/** Lets in whom another node passes on, over a line that is encrypted already. */
export function letPassedIn(http: Server, line: Socket): void {
  trustNode(line);
  http.emit(http instanceof TlsServer ? 'secureConnection' : 'connection', line);
}

/** The open connections, upgraded ones too, which the server itself forgets. */
export function socketsOf(http: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  http.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

async function keysOf({ cert, key }: NonNullable<Config['https']>, dataDir: string) {
  if (cert && key) return { cert: readFileSync(cert), key: readFileSync(key) };
  return ownCertificate(dataDir);
}
