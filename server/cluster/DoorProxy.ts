import type { EventEmitter } from 'node:events';
import { Agent, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Duplex, pipeline } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { AppError, toRefusal } from '../errors.ts';
import type { Logger } from '../log.ts';
import { comeTo, type NodeAddress } from './nodeTls.ts';
import { headersToPass, requestHeaders, upgradeHead } from './passedHeaders.ts';

/** Where the node is that has the rooms, as far as is known. */
export interface DeskFinder extends EventEmitter<{ changed: [] }> {
  /** Null: there is none. While nobody can tell it is the one of before. */
  readonly desk: (NodeAddress & { readonly process?: string }) | null;
}

export interface DoorProxyOptions {
  readonly finder: DeskFinder;
  readonly secret: Buffer;
  /** Whether this node is about to end: whoever may choose is to come to another one. */
  readonly isDraining?: () => boolean;
  /** Whether the desk is about to end: it tells whoever is there when to come again. */
  readonly isLeaving?: (desk: NodeAddress) => boolean;
  /** For how long a connection waits for a desk that lets it in. */
  readonly holdMs?: number;
  readonly log: Logger;
}

// By then another node is the desk, in most cases.
const retryAfterMs = 1_000;
// Browsers hold back a page whose WebSockets fail one after the other, by seconds: one that waits comes in at once.
const usualHoldMs = 5_000;
const askMs = 200;
// All who waited do not come in the same moment.
const spreadMs = 300;

/** The door of a node that does not have the rooms: passes everybody on to the one that has them. */
export class DoorProxy {
  readonly #options: DoorProxyOptions;
  readonly #lines = new Set<TLSSocket>();
  readonly #update = () => this.#look();
  #desk: NodeAddress | null = null;
  #agent: Agent | undefined;
  #opening: Promise<void> | undefined;

  constructor(options: DoorProxyOptions) {
    this.#options = options;
    options.finder.on('changed', this.#update);
    this.#look();
  }

  /** Passes on a request; that this process answers it says itself. */
  readonly pass = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url === '/livez') answer(response, 200, { ok: true });
    else if (request.url === '/readyz' && this.#options.isDraining?.())
      answer(response, 503, { ok: false, reasons: ['draining: about to stop'] });
    else if (this.#agent) this.#pass(this.#agent, request, response);
    else this.#sendAway(response);
  };

  /** Passes on a connection that goes on by other rules, as WebSockets do. It ends when either end does. */
  readonly passUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => {});
    void this.#passUpgrade(request, socket, head).catch((error: unknown) => {
      this.#options.log.debug({ err: error }, 'nobody there to pass a connection on to');
      if (socket.writable) socket.end(unavailable);
    });
  };

  /** Whether the desk lets anybody in. */
  async reachesDesk(): Promise<boolean> {
    try {
      (await this.#open()).destroy();
      return true;
    } catch {
      return false;
    }
  }

  /** Passes on nobody any more; who is there stays until the desk ends. */
  rest(): void {
    this.#options.finder.off('changed', this.#update);
    this.#desk = null;
    this.#agent = undefined;
  }

  /** Ends everything that was passed on, as the desk says nothing any more: whoever it was comes again, elsewhere too. */
  cutOff(): void {
    this.#end();
    this.#use(this.#desk);
  }

  /** Ends everything that was passed on: whoever it was comes again. */
  close(): void {
    this.#options.finder.off('changed', this.#update);
    this.#end();
    this.#use(null);
  }

  #pass(agent: Agent, request: IncomingMessage, response: ServerResponse): void {
    const { method, url: path } = request;
    const asked = ask({ agent, method, path, headers: requestHeaders(request) });
    asked.on('response', (answered) => {
      // What is left of a body that nobody wants is not waited for.
      if (!request.complete) response.shouldKeepAlive = false;
      response.writeHead(answered.statusCode ?? 502, answered.statusMessage, headersToPass(answered));
      // Who got half of an answer hears by its end that it is one.
      pipeline(answered, response, () => {});
    });
    asked.on('error', (error) => {
      if (response.headersSent) response.destroy();
      else this.#sendAway(response, error);
    });
    response.once('close', () => asked.destroy());
    request.pipe(asked);
  }

  async #passUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const line = await this.#open().catch(() => this.#openLater(socket));
    if (socket.destroyed) {
      line.destroy();
      return;
    }
    line.write(upgradeHead(request), 'latin1');
    if (head.length > 0) line.write(head);
    socket.once('close', () => line.destroy());
    line.once('close', () => socket.destroy());
    socket.pipe(line).pipe(socket);
  }

  /** Between two desks: waits for the next one. */
  async #openLater(socket: Duplex): Promise<TLSSocket> {
    this.#opening ??= this.#untilOpen().finally(() => {
      this.#opening = undefined;
    });
    await this.#opening;
    await sleep(Math.random() * spreadMs, undefined, { ref: false });
    if (socket.destroyed) throw new Error('They hung up.');
    return await this.#open();
  }

  /** Resolves when the desk lets people in, or that took too long. */
  async #untilOpen(): Promise<void> {
    const end = performance.now() + (this.#options.holdMs ?? usualHoldMs);
    while (performance.now() < end && !(await this.reachesDesk()))
      await sleep(askMs, undefined, { ref: false });
  }

  async #open(): Promise<TLSSocket> {
    const desk = this.#desk;
    if (!desk) throw new AppError('draining', 'Another server is taking over.', retryAfterMs);
    const line = await comeTo(desk, { secret: this.#options.secret, purpose: 'door' });
    // Another node has the rooms by now.
    if (this.#desk !== desk) {
      line.destroy();
      throw new AppError('draining', 'Another server is taking over.', retryAfterMs);
    }
    this.#lines.add(line);
    line.on('error', () => {});
    line.once('close', () => this.#lines.delete(line));
    return line;
  }

  #look(): void {
    const { desk } = this.#options.finder;
    const same = desk?.host === this.#desk?.host && desk?.port === this.#desk?.port;
    if (!same) this.#use(desk);
  }

  /** Whoever was passed on to the one before is cut off, and comes again: it may hang, and say nothing. */
  #use(desk: NodeAddress | null): void {
    const before = this.#desk;
    this.#desk = desk;
    if (before && !this.#options.isLeaving?.(before)) this.#end();
    this.#agent = desk ? new DeskAgent(() => this.#open()) : undefined;
  }

  #end(): void {
    this.#agent?.destroy();
    for (const line of [...this.#lines]) line.destroy();
  }

  #sendAway(response: ServerResponse, error?: Error): void {
    const { log } = this.#options;
    if (error) log.debug({ err: error }, 'nobody there to pass a request on to');
    const refused = new AppError('draining', 'Another server is taking over.', retryAfterMs);
    response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1_000));
    answer(response, 503, { ok: false, error: toRefusal(refused, log, {}) });
  }
}

/** Keeps lines to the desk open between two requests. */
class DeskAgent extends Agent {
  readonly #open: () => Promise<TLSSocket>;

  constructor(open: () => Promise<TLSSocket>) {
    super({ keepAlive: true });
    this.#open = open;
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, line: Duplex) => void,
  ): undefined {
    this.#open().then(
      (line) => callback?.(null, line),
      // Where there is an error nobody looks for a line.
      (error: Error) => (callback as ((error: Error) => void) | undefined)?.(error),
    );
  }
}

const unavailable = `HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify(body));
}
