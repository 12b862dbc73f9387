import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import type { Server, TLSSocket } from 'node:tls';
import type { Logger } from '../log.ts';
import { createNodeServer, helloMs, type NodeAddress, type Purpose } from './nodeTls.ts';
import { Strangers } from './Strangers.ts';

export interface NodeDoorOptions extends NodeAddress {
  /** What all nodes of a house know, and nobody else. */
  readonly secret: Buffer;
  /** How long a node has to prove that it is one. */
  readonly withinMs?: number;
  readonly log: Logger;
}

// Whoever opens connections and proves nothing takes these, and no memory.
const mostStrangers = 256;

/** What is done with those who come for a purpose. */
type Receiver = (socket: TLSSocket) => void;

/** Where other nodes come in: to use the workers of this one, or to pass on those who came to their doors. */
export class NodeDoor {
  readonly #server: Server;
  readonly #receivers = new Map<Purpose, Receiver>();
  readonly #sockets = new Map<TLSSocket, Purpose>();
  readonly #raw = new Set<Socket>();
  readonly #strangers = new Strangers(mostStrangers);
  readonly #log: Logger;
  readonly #place: NodeAddress;

  private constructor({ secret, withinMs = helloMs, log, host, port }: NodeDoorOptions) {
    this.#log = log;
    this.#place = { host, port };
    this.#server = createNodeServer({
      ...{ secret, withinMs },
      isWanted: (purpose) => this.#receivers.has(purpose),
      come: (purpose, socket) => this.#receive(purpose, socket),
    });
    // Those too who have not proved yet who they are.
    this.#server.on('connection', (socket) => {
      this.#strangers.come(socket);
      this.#raw.add(socket);
      socket.once('close', () => this.#raw.delete(socket));
    });
    this.#server.on('tlsClientError', (error, socket) => {
      const { remoteAddress } = socket;
      // Nobody else ends it.
      socket.destroy();
      // They may be of the same house, with another secret: whoever runs it wants to know from where.
      log.warn({ code: codeOf(error), remoteAddress }, 'somebody at the door for nodes is none of ours');
    });
    this.#server.on('error', (error) => log.error({ err: error }, 'the door for nodes failed'));
  }

  /** Listens; nobody is wanted yet. */
  static async open(options: NodeDoorOptions): Promise<NodeDoor> {
    const door = new NodeDoor(options);
    await door.#listen();
    return door;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Lets nodes in for this from now on. What it returns ends it, and sends away who is in. */
  receive(purpose: Purpose, receiver: Receiver): () => void {
    this.#receivers.set(purpose, receiver);
    return () => {
      if (this.#receivers.get(purpose) === receiver) this.#receivers.delete(purpose);
      for (const [socket, of] of [...this.#sockets]) if (of === purpose) socket.destroy();
    };
  }

  /** Lets nobody in any more, so that another process can listen here; who is in stays. */
  leave(): void {
    this.#server.close();
  }

  /** Listens again. */
  async comeBack(): Promise<void> {
    if (!this.#server.listening) await this.#listen();
  }

  async close(): Promise<void> {
    this.#receivers.clear();
    for (const socket of [...this.#sockets.keys(), ...this.#raw]) socket.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#place);
    await once(this.#server, 'listening');
  }

  #receive(purpose: Purpose, socket: TLSSocket): void {
    const receiver = this.#receivers.get(purpose);
    // Nobody is wanted any more since they began.
    if (!receiver) {
      socket.destroy();
      return;
    }
    this.#strangers.know(socket);
    this.#sockets.set(socket, purpose);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', (error) =>
      this.#log.debug({ code: codeOf(error), purpose }, 'the line of a node broke'),
    );
    receiver(socket);
  }
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
