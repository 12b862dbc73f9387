import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server, which can be cut; and which knows the cookie, as a browser would. */
export class Wire {
  readonly url: string;
  readonly #server: Server;
  readonly #ends = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** `port` says where the server is by now. */
  static async open(port: () => number, cookie: string): Promise<Wire> {
    const server = createServer((near) => {
      const far = connect(port(), '127.0.0.1');
      for (const [end, other] of [
        [near, far],
        [far, near],
      ] as const) {
        wire.#ends.add(end);
        end.on('error', () => {});
        end.once('close', () => {
          wire.#ends.delete(end);
          other.destroy();
        });
      }
      far.pipe(near);
      near.once('data', (head) => {
        far.write(head.toString('latin1').replace('\r\n', `\r\nCookie: ${cookie}\r\n`), 'latin1');
        near.pipe(far);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const wire = new Wire(server);
    return wire;
  }

  /** Everything that goes over it ends, without a goodbye. */
  cut(): void {
    for (const end of this.#ends) end.destroy();
  }

  close(): void {
    this.#server.close();
    this.cut();
  }
}
