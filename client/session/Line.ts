import { io, type Socket } from 'socket.io-client';
import type { Answer } from '../../protocol/errors.ts';
import type { NotificationName, NotificationPayload, RequestName } from '../../protocol/index.ts';
import { RequestError } from './RequestError.ts';

export interface LineListener {
  heard<Name extends NotificationName>(name: Name, payload: NotificationPayload<Name>): void;
  /** A connection that was there is gone. */
  lost(): void;
}

/** One Socket.IO connection, as it is: it does not come back by itself. */
export class Line {
  readonly #socket: Socket;
  /** When a ping went out that has no answer yet. */
  #pingedAt: number | null = null;
  /** Ends the attempt to connect that is under way. */
  #giveUp: (() => void) | null = null;

  constructor(url: string | undefined, listener: LineListener) {
    const options = { transports: ['websocket'], autoConnect: false, reconnection: false, forceNew: true };
    this.#socket = url === undefined ? io(options) : io(url, options);
    this.#socket.onAny((name: NotificationName, payload) => {
      // Something came: the answer is only late.
      if (this.#pingedAt !== null) this.#pingedAt = performance.now();
      listener.heard(name, payload);
    });
    this.#socket.on('disconnect', () => {
      this.#pingedAt = null;
      listener.lost();
    });
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  /** How long a ping has been without an answer, in milliseconds; 0 when none is. */
  get owedMs(): number {
    return this.#pingedAt === null ? 0 : performance.now() - this.#pingedAt;
  }

  /** Asks for a sign of life, unless one is awaited already. */
  ping(): void {
    if (!this.connected || this.#pingedAt !== null) return;
    this.#pingedAt = performance.now();
    this.#socket.emit('server:ping', {}, () => {
      this.#pingedAt = null;
    });
  }

  /**
   * Resolves when connected; rejects with a `RequestError` when that takes longer than it may, or when it is asked
   * again meanwhile.
   */
  connect(withinMs: number): Promise<void> {
    const socket = this.#socket;
    if (socket.connected) return Promise.resolve();
    this.#giveUp?.();
    socket.disconnect();
    socket.io.timeout(withinMs);
    return new Promise((resolve, reject) => {
      const unreachable = (message: string, retryAfterMs?: number) =>
        end(() => reject(new RequestError('unreachable', message, retryAfterMs)));
      // Socket.IO's own limit ends with the handshake of WebSocket; ours with that of Socket.IO.
      const timer = setTimeout(() => {
        socket.disconnect();
        unreachable('The server did not answer.');
      }, withinMs);
      const up = () => end(resolve);
      const failed = (error: Error & { data?: { retryAfterMs?: number } }) =>
        unreachable(error.message, error.data?.retryAfterMs);
      const end = (settle: () => void) => {
        clearTimeout(timer);
        socket.off('connect', up).off('connect_error', failed);
        this.#giveUp = null;
        settle();
      };
      this.#giveUp = () => unreachable('Another attempt took the place of this one.');
      socket.once('connect', up).once('connect_error', failed);
      socket.connect();
    });
  }

  /** Rejects with a `RequestError` when no answer comes. */
  ask(name: RequestName, input: unknown, withinMs: number): Promise<Answer<unknown>> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const unreachable = (message: string) => reject(new RequestError('unreachable', message));
      if (!socket.connected) return unreachable('There is no connection to the server.');
      const settle = (end: () => void) => {
        clearTimeout(timer);
        socket.off('disconnect', gone);
        end();
      };
      const gone = () => settle(() => unreachable('The connection was lost before the answer came.'));
      const timer = setTimeout(() => settle(() => unreachable('The server did not answer.')), withinMs);
      socket.on('disconnect', gone);
      socket.emit(name, input, (given: Answer<unknown>) => settle(() => resolve(given)));
    });
  }

  /** Ends the connection without waiting for anybody: it is dead already. */
  cut(): void {
    if (this.#socket.connected) this.#socket.io.engine.close();
    else this.#socket.disconnect();
  }

  close(): void {
    this.#socket.disconnect();
  }
}
