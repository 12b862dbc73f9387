import { hkdfSync } from 'node:crypto';
import { connect, createServer, type Server, type TLSSocket } from 'node:tls';

/** What one node wants of another, which is said before anything else: its workers, or to pass visitors on to its door. */
const purposes = ['media', 'door'] as const;
export type Purpose = (typeof purposes)[number];

// Certificates would have to be made, shared and renewed; a key that only the nodes know proves the same.
// TLS 1.3 has keys like this for going on with a session only, as far as Node tells.
const pskOnly = {
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
} as const;

/** How long a node has to prove that it is one, and to say hello. */
export const helloMs = 2_000;

/** Where a node is reached by the others. */
export interface NodeAddress {
  readonly host: string;
  readonly port: number;
}

export interface NodeServerOptions {
  readonly secret: Buffer;
  readonly withinMs: number;
  /** Who is let in right now. */
  readonly isWanted: (purpose: Purpose) => boolean;
  readonly come: (purpose: Purpose, socket: TLSSocket) => void;
}

/** A server that only nodes who know the secret come through. */
export function createNodeServer({ secret, withinMs, isWanted, come }: NodeServerOptions): Server {
  const purposeOf = new WeakMap<object, Purpose>();
  const server = createServer({
    ...pskOnly,
    handshakeTimeout: withinMs,
    pskCallback: (socket, identity) => {
      const purpose = purposes.find((known) => known === identity);
      if (purpose === undefined || !isWanted(purpose)) return null;
      purposeOf.set(socket, purpose);
      return keyFor(secret, purpose);
    },
  });
  server.on('secureConnection', (socket) => {
    socket.setNoDelay(true);
    const purpose = purposeOf.get(socket);
    if (purpose === undefined) socket.destroy();
    else come(purpose, socket);
  });
  return server;
}

/** Comes to another node; rejects where nobody answers in time, or does not know the secret. */
export async function comeTo(
  { host, port }: NodeAddress,
  { secret, purpose }: { readonly secret: Buffer; readonly purpose: Purpose },
): Promise<TLSSocket> {
  const socket = connect({
    ...{ host, port },
    ...pskOnly,
    pskCallback: () => ({ psk: keyFor(secret, purpose), identity: purpose }),
    // There is no certificate; who does not know the key does not come this far.
    checkServerIdentity: () => undefined,
  });
  socket.setNoDelay(true);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const patience = setTimeout(() => socket.destroy(new Error('The node does not answer.')), helloMs);
  socket.once('secureConnect', resolve);
  socket.once('error', reject);
  socket.once('close', () => reject(new Error('The node hung up.')));
  try {
    await promise;
    return socket;
  } finally {
    clearTimeout(patience);
    socket.off('error', reject);
  }
}

function keyFor(secret: Buffer, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `hobnob node ${purpose}`, 32));
}
