import { io, type Socket } from 'socket.io-client';
import { RequestError } from '../../client/session/RequestError.ts';
import type { Answer } from '../../protocol/errors.ts';
import type { RoomSlug } from '../../protocol/ids.ts';
import type {
  NotificationName,
  NotificationPayload,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../../protocol/index.ts';
import type { Me } from '../../protocol/people.ts';
import type { RoomInfo, RoomSettings, RoomSnapshot } from '../../protocol/room.ts';

type JoinOptions = Omit<RequestInput<'room:join'>, 'slug'>;
interface Heard {
  readonly name: string;
  readonly payload: unknown;
}

const patienceMs = 15_000;

/** Somebody at a browser, without the browser. */
export class Client {
  readonly url: string;
  readonly socket: Socket;
  readonly cookie: string | null;
  /** Every notification so far. */
  readonly heard: Heard[] = [];
  readonly #listeners = new Set<() => void>();

  private constructor(url: string, cookie: string | null, headers: Record<string, string>) {
    this.url = url;
    this.cookie = cookie;
    this.socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      autoConnect: false,
      extraHeaders: { ...(cookie !== null && { cookie }), ...headers },
    });
    this.socket.onAny((name: string, payload: unknown) => {
      this.heard.push({ name, payload });
      for (const listener of [...this.#listeners]) listener();
    });
  }

  /** A connected client: a new guest, or with `cookie` one that came before; `null` for none. */
  static async connect(
    url: string,
    options: { cookie?: string | null; headers?: Record<string, string> } = {},
  ): Promise<Client> {
    const cookie = options.cookie === undefined ? await newGuest(url) : options.cookie;
    const client = new Client(url, cookie, options.headers ?? {});
    await client.connect();
    return client;
  }

  async connect(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.socket.once('connect', resolve).once('connect_error', reject).connect();
    });
  }

  /** Asks a REST route of the server, as this guest. */
  async ask<Data>(method: string, path: string, body?: unknown): Promise<Data> {
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      headers: {
        origin: this.url,
        'content-type': 'application/json',
        // Whoever counts the connections of a server counts what is in use.
        connection: 'close',
        ...(this.cookie !== null && { cookie: this.cookie }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Answer<Data>;
    if (!answer.ok) throw RequestError.from(answer.error);
    return answer.data;
  }

  async callMe(name: string): Promise<Me> {
    return await this.ask('PUT', '/me', { name });
  }

  async openRoom(settings: Partial<RoomSettings> = {}): Promise<RoomInfo> {
    const some = { name: 'Backyard observatory', interests: ['astronomy'], language: 'en' };
    return await this.ask('POST', '/rooms', { ...some, ...settings });
  }

  /** The answer to a request, whatever it is. */
  async answer(name: string, ...args: unknown[]): Promise<Answer<unknown>> {
    return (await this.socket.timeout(patienceMs).emitWithAck(name, ...args)) as Answer<unknown>;
  }

  /** Rejects with a `RequestError`. */
  async request<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<RequestOutput<Name>> {
    const answer = (await this.answer(name, input)) as Answer<RequestOutput<Name>>;
    if (!answer.ok) throw RequestError.from(answer.error);
    return answer.data;
  }

  async join(slug: RoomSlug, options: JoinOptions = {}): Promise<RoomSnapshot> {
    return await this.request('room:join', { slug, ...options });
  }

  /** All payloads of a notification so far. */
  all<Name extends NotificationName>(name: Name): NotificationPayload<Name>[] {
    return this.heard
      .filter((heard) => heard.name === name)
      .map(({ payload }) => payload as NotificationPayload<Name>);
  }

  /** The next notification of a name that fits, from now on. */
  next<Name extends NotificationName>(
    name: Name,
    fits: (payload: NotificationPayload<Name>) => boolean = () => true,
  ): Promise<NotificationPayload<Name>> {
    const from = this.heard.length;
    return this.#await(`${name}`, () =>
      this.heard
        .slice(from)
        .filter((heard) => heard.name === name)
        .map(({ payload }) => payload as NotificationPayload<Name>)
        .find(fits),
    );
  }

  /** Waits until this many notifications of a name have come since connecting. */
  async count<Name extends NotificationName>(
    name: Name,
    count: number,
  ): Promise<NotificationPayload<Name>[]> {
    return await this.#await(`${count} ${name}`, () => {
      const all = this.all(name);
      return all.length >= count ? all : undefined;
    });
  }

  /** Whatever the server sent to this client before now has come. */
  async settled(): Promise<void> {
    await this.answer('lobby:unwatch', {});
  }

  /** The connection is lost, without a goodbye. */
  async drop(): Promise<void> {
    const lost = this.disconnected();
    this.socket.io.engine.close();
    await lost;
  }

  disconnected(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.socket.connected) resolve();
      else this.socket.once('disconnect', () => resolve());
    });
  }

  close(): void {
    this.socket.close();
  }

  #await<Value>(what: string, look: () => Value | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#listeners.delete(check);
        const last = this.heard.slice(-5).map(({ name }) => name);
        reject(new Error(`waited in vain for ${what}; heard last: ${last.join(', ')}`));
      }, patienceMs);
      const check = () => {
        const value = look();
        if (value === undefined) return;
        clearTimeout(timer);
        this.#listeners.delete(check);
        resolve(value);
      };
      this.#listeners.add(check);
      check();
    });
  }
}

/** The cookie of a new guest. */
async function newGuest(url: string): Promise<string> {
  const response = await fetch(`${url}/api/me`, { headers: { connection: 'close' } });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
