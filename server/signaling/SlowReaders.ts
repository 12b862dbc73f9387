import type { Logger } from '../log.ts';

/** The Socket.IO room of all who are behind: what is only of the moment is not sent there. */
export const behindChannel = 'behind';

// The kernel has taken some megabytes more by then, and with them seconds.
const mostBytes = 1024 * 1024;
const longestMs = 8_000;
const lookEveryMs = 500;
// What a packet that waits costs in memory beside its text.
const packetBytes = 256;

/** What is looked at of a connection of Engine.IO. */
export interface Connection {
  readyState: string;
  readonly transport: { readonly writable: boolean };
  readonly request: { readonly socket: { readonly writableLength: number; destroy(): void } };
  on(event: 'packetCreate', listener: (packet: { data?: string | Buffer }) => void): unknown;
  on(event: 'flush', listener: () => void): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** Who is at the other end, and what they are told. */
export interface Reader {
  readonly log: Logger;
  /** From now on only what matters later is sent. */
  fellBehind(): void;
  /** Everything is sent again, and what was left out, as it is by now. */
  caughtUp(): void;
}

/** What waits for one client to read it. */
interface Backlog {
  readonly conn: Connection;
  readonly reader: Reader;
  /** Of what was not even handed to the TCP socket. */
  bytes: number;
  /** When the first of it began to wait, by a clock that never jumps. */
  since: number;
  behind: boolean;
}

/**
 * Keeps clients that do not read from filling the memory of the server. Whoever is behind is spared what will soon
 * be outdated, and gets the latest of it after catching up; whoever stays behind, or lets too much wait, is cut off.
 */
export class SlowReaders {
  readonly #waiting = new Set<Backlog>();
  #timer: NodeJS.Timeout | undefined;

  watch(conn: Connection, reader: Reader): void {
    const backlog: Backlog = { conn, reader, bytes: 0, since: 0, behind: false };
    conn.on('packetCreate', ({ data }) => {
      if (conn.transport.writable) return;
      const bytes = packetBytes + (data ? Buffer.byteLength(data) : 0);
      if (held(backlog) + bytes > mostBytes) return this.#cut(backlog);
      if (backlog.bytes === 0) backlog.since = performance.now();
      backlog.bytes += bytes;
      this.#waiting.add(backlog);
      this.#lookLater();
    });
    conn.on('flush', () => {
      backlog.bytes = 0;
      if (!backlog.behind) this.#waiting.delete(backlog);
    });
    conn.once('close', () => this.#waiting.delete(backlog));
  }

  #lookLater(): void {
    this.#timer ??= setTimeout(() => this.#look(), lookEveryMs).unref();
  }

  #look(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const backlog of this.#waiting) {
      const { conn, reader, bytes, since, behind } = backlog;
      const waitedMs = bytes > 0 ? now - since : 0;
      if (waitedMs >= longestMs) this.#cut(backlog);
      else if (!behind && waitedMs >= lookEveryMs) {
        backlog.behind = true;
        reader.fellBehind();
      } else if (behind && bytes === 0 && conn.transport.writable) {
        backlog.behind = false;
        this.#waiting.delete(backlog);
        reader.caughtUp();
      }
    }
    if (this.#waiting.size > 0) this.#lookLater();
  }

  #cut(backlog: Backlog): void {
    const { conn, reader, since } = backlog;
    if (conn.readyState !== 'open') return;
    const ms = Math.round(performance.now() - since);
    reader.log.warn({ reason: 'slow_consumer', bytes: held(backlog), ms }, 'client reads too slowly');
    this.#waiting.delete(backlog);
    // Nothing more is put to the rest, behind which a goodbye would have to wait.
    conn.readyState = 'closing';
    // Not in the middle of a broadcast.
    setImmediate(() => conn.request.socket.destroy());
  }
}

function held({ bytes, conn }: Backlog): number {
  return bytes + conn.request.socket.writableLength;
}
