import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Config } from './config.ts';
import { createHttpServer, listen, type Place, socketsOf } from './http/listen.ts';

/** Passes on whoever comes. */
export interface Passing {
  pass(request: IncomingMessage, response: ServerResponse): void;
  passUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** The door of a server that stands by: it passes everybody on, as soon as it knows how. */
export class StandbyDoor {
  readonly port: number;
  readonly #http: Server;
  readonly #sockets: ReturnType<typeof socketsOf>;

  private constructor(http: Server, sockets: ReturnType<typeof socketsOf>, port: number) {
    this.#http = http;
    this.#sockets = sockets;
    this.port = port;
  }

  /** Listens where the settings say, at the given port if they leave it open. */
  static async open(
    config: Config,
    { port, shared }: Pick<Place, 'port' | 'shared'>,
    passing: () => Passing | undefined,
  ): Promise<StandbyDoor> {
    const http = await createHttpServer(config, (request, response) => {
      const by = passing();
      if (by) by.pass(request, response);
      else refuse(request, response);
    });
    http.on('upgrade', (request, socket, head) => {
      const by = passing();
      if (by) by.passUpgrade(request, socket, head);
      else socket.destroy();
    });
    const sockets = socketsOf(http);
    const place = { host: config.host, port: config.port || port, shared };
    return new StandbyDoor(http, sockets, await listen(http, place));
  }

  /** Lets nobody in any more; who is in stays. */
  leave(): void {
    this.#http.close();
  }

  close(): void {
    this.leave();
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** What is said before the house was ever opened. */
function refuse(request: IncomingMessage, response: ServerResponse): void {
  const isAlive = request.url === '/livez';
  response.writeHead(isAlive ? 200 : 503, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...(!isAlive && { 'Retry-After': '1' }),
  });
  const error = { code: 'draining', message: 'Another server is taking over.', retryable: true };
  response.end(JSON.stringify(isAlive ? { ok: true } : { ok: false, error }));
}
