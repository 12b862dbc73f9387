import type { Answer } from '../../protocol/errors.ts';
import type {
  NotificationName,
  NotificationPayload,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../../protocol/index.ts';
import { Line } from './Line.ts';
import { RequestError } from './RequestError.ts';
import { backoff, patience } from './recovery/backoff.ts';

export type AnyListener = <Name extends NotificationName>(
  name: Name,
  payload: NotificationPayload<Name>,
) => void;

const answerMs = 10_000;
const moveMs = 8_000;
// Nothing says of a page's first line that it is dead: a slow network takes its time, and so does a busy machine.
const firstMs = 8_000;

/**
 * The connection to the server: asks and is answered, hears notifications, comes back by itself, and moves from one
 * process of the server to the next without a gap.
 */
export class SignalingClient {
  readonly #url: string | undefined;
  readonly #heard = new Set<AnyListener>();
  readonly #connections = new Set<(connected: boolean) => void>();
  #line: Line;
  #wanted = false;
  #wasThere = false;
  #attempt = 0;
  #triedAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(url?: string) {
    this.#url = url;
    this.#line = this.#open();
  }

  get connected(): boolean {
    return this.#line.connected;
  }

  /** How long the server has owed an answer, in milliseconds; 0 when it owes none. */
  get owedMs(): number {
    return this.#line.owedMs;
  }

  connect(): void {
    this.#wanted = true;
    this.#try();
  }

  /** Tries again now instead of after the pause: the browser says that the network is back. */
  hurry(): void {
    if (!this.#wanted || this.connected) return;
    this.#attempt = 0;
    this.#try();
  }

  /** Tries again now if the next attempt is being waited for; one that is under way goes on. */
  endPause(): void {
    if (this.#retry !== undefined) this.hurry();
  }

  /** The line is dead, whatever the browser believes: another one at once. */
  reconnect(): void {
    if (!this.#wanted) return;
    this.#line.cut();
  }

  /**
   * Opens a second line beside this one, and goes on over it; resolves with a function that lets the first one go.
   * Rejects, with the first line still in use, when there is nobody at the other end.
   */
  async move(): Promise<() => void> {
    const before = this.#line;
    const next = this.#open();
    try {
      await next.connect(moveMs);
    } catch (error) {
      next.close();
      throw error;
    }
    // Lost meanwhile, and on its way back by itself.
    if (this.#line !== before) {
      next.close();
      throw new RequestError('unreachable', 'The line was lost while moving.');
    }
    this.#line = next;
    for (const listener of [...this.#connections]) listener(true);
    return () => before.close();
  }

  close(): void {
    this.#wanted = false;
    this.#stopWaiting();
    this.#line.close();
  }

  /** Shows that the line is alive, or leaves an answer owing. */
  ping(): void {
    this.#line.ping();
  }

  /** Rejects with a `RequestError`. */
  async request<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<RequestOutput<Name>> {
    const answer = (await this.#line.ask(name, input, answerMs)) as Answer<RequestOutput<Name>>;
    if (!answer.ok) throw RequestError.from(answer.error);
    return answer.data;
  }

  /** Listens until the returned function is called. */
  on<Name extends NotificationName>(
    name: Name,
    listener: (payload: NotificationPayload<Name>) => void,
  ): () => void {
    return this.onAny((heard, payload) => {
      // The name tells what the payload is, which the compiler does not follow.
      if ((heard as NotificationName) === name) listener(payload as NotificationPayload<never>);
    });
  }

  /** Hears every notification until the returned function is called. */
  onAny(listener: AnyListener): () => void {
    this.#heard.add(listener);
    return () => this.#heard.delete(listener);
  }

  /** Told whenever a line is there, and whenever there is none. */
  onConnection(listener: (connected: boolean) => void): () => void {
    this.#connections.add(listener);
    return () => this.#connections.delete(listener);
  }

  #open(): Line {
    const line: Line = new Line(this.#url, {
      heard: (name, payload) => {
        if (line !== this.#line && name !== 'server:welcome') return;
        for (const listener of [...this.#heard]) listener(name, payload);
      },
      lost: () => {
        if (line !== this.#line) return;
        for (const listener of [...this.#connections]) listener(false);
        this.#triedAt = performance.now();
        if (this.#wanted) this.#again();
      },
    });
    return line;
  }

  #try(): void {
    this.#stopWaiting();
    const now = performance.now();
    const line = this.#line;
    // A later attempt takes the place of this one, and only the last tells how it went.
    const isLast = () => line === this.#line && this.#triedAt === now && this.#wanted;
    this.#triedAt = now;
    line.connect(this.#wasThere ? patience(this.#attempt) : firstMs).then(
      () => {
        if (!isLast()) return;
        this.#attempt = 0;
        this.#wasThere = true;
        for (const listener of [...this.#connections]) listener(true);
      },
      (error: unknown) => {
        if (!isLast()) return;
        for (const listener of [...this.#connections]) listener(false);
        this.#again(error instanceof RequestError ? error.retryAfterMs : undefined);
      },
    );
  }

  #again(afterMs?: number): void {
    this.#stopWaiting();
    const spent = performance.now() - this.#triedAt;
    const wait = afterMs ?? Math.max(0, backoff(this.#attempt, Math.random()) - spent);
    this.#attempt++;
    this.#retry = setTimeout(() => this.#try(), wait);
  }

  #stopWaiting(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }
}
