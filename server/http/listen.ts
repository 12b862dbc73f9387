import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
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

async function keysOf({ cert, key }: NonNullable<Config['https']>, dataDir: string) {
  if (cert && key) return { cert: readFileSync(cert), key: readFileSync(key) };
  return ownCertificate(dataDir);
}
