import { io, type Socket } from 'socket.io-client';
import type { Answer } from '../../protocol/errors.ts';
import type {
  ClientToServer,
  NotificationName,
  NotificationPayload,
  RequestInput,
  RequestName,
  RequestOutput,
  ServerToClient,
} from '../../protocol/index.ts';
import { RequestError } from './RequestError.ts';

const answerMs = 10_000;

type Untyped = (payload: unknown) => void;

/** The connection to the server: asks and is answered, hears notifications, comes back by itself. */
export class SignalingClient {
  readonly #socket: Socket<ServerToClient, ClientToServer>;

  constructor(url?: string) {
    const options = {
      transports: ['websocket'],
      autoConnect: false,
      reconnectionDelay: 300,
      reconnectionDelayMax: 5_000,
      // After a restart of the server not everybody knocks at the same moment.
      randomizationFactor: 0.5,
    };
    this.#socket = url === undefined ? io(options) : io(url, options);
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  connect(): void {
    this.#socket.connect();
  }

  /** Tries again now instead of after the pause: the browser says that the network is back. */
  hurry(): void {
    if (this.#socket.active && !this.#socket.connected) this.#socket.disconnect().connect();
  }

  close(): void {
    this.#socket.close();
  }

  /** Rejects with a `RequestError`. */
  async request<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<RequestOutput<Name>> {
    const answer = await new Promise<Answer<RequestOutput<Name>>>((resolve, reject) => {
      const unreachable = (message: string) => reject(new RequestError('unreachable', message));
      if (!this.#socket.connected) return unreachable('There is no connection to the server.');
      const gone = () => settle(() => unreachable('The connection was lost before the answer came.'));
      const timer = setTimeout(() => settle(() => unreachable('The server did not answer.')), answerMs);
      const settle = (end: () => void) => {
        clearTimeout(timer);
        this.#socket.off('disconnect', gone);
        end();
      };
      this.#socket.on('disconnect', gone);
      // Socket.IO's own types cannot follow a name that is a type parameter.
      const emit = this.#socket.emit.bind(this.#socket) as (
        name: RequestName,
        input: unknown,
        reply: (answer: Answer<RequestOutput<Name>>) => void,
      ) => void;
      emit(name, input, (given) => settle(() => resolve(given)));
    });
    if (!answer.ok) throw RequestError.from(answer.error);
    return answer.data;
  }

  /** Listens until the returned function is called. */
  on<Name extends NotificationName>(
    name: Name,
    listener: (payload: NotificationPayload<Name>) => void,
  ): () => void {
    const listen = this.#socket.on.bind(this.#socket) as (name: NotificationName, listener: Untyped) => void;
    const unlisten = this.#socket.off.bind(this.#socket) as typeof listen;
    listen(name, listener as Untyped);
    return () => unlisten(name, listener as Untyped);
  }

  /** Hears every notification until the returned function is called. */
  onAny(
    listener: <Name extends NotificationName>(name: Name, payload: NotificationPayload<Name>) => void,
  ): () => void {
    this.#socket.onAny(listener);
    return () => this.#socket.offAny(listener);
  }

  onConnection(listener: (connected: boolean) => void): () => void {
    const up = () => listener(true);
    const down = () => listener(false);
    this.#socket.on('connect', up).on('disconnect', down).on('connect_error', down);
    return () => {
      this.#socket.off('connect', up).off('disconnect', down).off('connect_error', down);
    };
  }
}
