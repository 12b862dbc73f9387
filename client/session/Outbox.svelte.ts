import { SvelteMap } from 'svelte/reactivity';
import type { ClientMessageId } from '../../protocol/ids.ts';
import { RequestError, type RequestProblem } from './RequestError.ts';
import { randomUuid } from './randomUuid.ts';
import { backoff } from './recovery/backoff.ts';
import type { UnsentLine, UnsentLines } from './UnsentLines.ts';

/** A line that the room has not been told yet. */
export interface PendingLine extends UnsentLine {
  readonly clientMessageId: ClientMessageId;
  /** The server has it; the news of it is on its way. */
  readonly stored: boolean;
  /** Why the server will not have it; null while it may still. */
  readonly problem: RequestProblem | null;
}

/** Stores a line, once under each id however often it is asked; rejects with a `RequestError`. */
type Send = (line: PendingLine) => Promise<void>;

/** What was written and is not told yet: sent by itself, one line after the other, until the server has it. */
export class Outbox {
  readonly lines = new SvelteMap<ClientMessageId, PendingLine>();
  /** The last attempt failed: what is here waits. */
  stuck = $state(false);
  readonly #kept: UnsentLines;
  readonly #send: Send;
  #attempt = 0;
  #sending = false;
  /** The server asked for time until then. */
  #notBefore = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(kept: UnsentLines, send: Send) {
    this.#kept = kept;
    this.#send = send;
    for (const [clientMessageId, line] of kept.recall()) this.#put({ clientMessageId, ...line, ...fresh });
  }

  add(line: UnsentLine): void {
    const clientMessageId = randomUuid() as ClientMessageId;
    this.#put({ clientMessageId, ...line, ...fresh });
    this.#kept.keep(clientMessageId, line);
    // While others wait it waits its turn.
    if (!this.stuck) this.flush();
  }

  /** Tries again a line that was refused. */
  retry(id: ClientMessageId): void {
    const line = this.lines.get(id);
    if (line) this.#put({ ...line, ...fresh });
    this.flush();
  }

  /** The room was told a line, or its author wants it no more. */
  drop(id: ClientMessageId): void {
    this.lines.delete(id);
    this.#kept.drop(id);
  }

  /** The room is known as it is by now: a line that was stored has its place in it. */
  settle(): void {
    for (const { clientMessageId, stored } of [...this.lines.values()]) {
      if (stored) this.drop(clientMessageId);
    }
  }

  /** The line to the server is there: sends what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    const wait = this.#notBefore - Date.now();
    if (wait > 0) this.#later(wait);
    else if (!this.#sending && !this.#closed) void this.#run();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#sending = true;
    let wait: number | null = null;
    for (let line = this.#next(); line && wait === null && !this.#closed; line = this.#next()) {
      wait = await this.#attemptOne(line);
    }
    this.#sending = false;
    this.stuck = wait !== null;
    if (wait !== null && !this.#closed) this.#later(wait);
  }

  /** Resolves with how long to wait, in milliseconds, if there was no getting through; else null. */
  async #attemptOne(line: PendingLine): Promise<number | null> {
    const id = line.clientMessageId;
    try {
      await this.#send(line);
      this.#attempt = 0;
      this.#kept.drop(id);
      // It may have been told, or given up, meanwhile.
      if (this.lines.has(id)) this.#put({ ...line, stored: true });
      return null;
    } catch (error) {
      const problem = RequestError.of(error);
      if (!this.lines.has(id)) return null;
      if (!mayPass(problem)) {
        this.#put({ ...line, problem: problem.code });
        return null;
      }
      this.#notBefore = Date.now() + (problem.retryAfterMs ?? 0);
      return problem.retryAfterMs ?? Math.max(atLeastMs, backoff(this.#attempt++, Math.random()));
    }
  }

  #next(): PendingLine | undefined {
    return [...this.lines.values()].find(({ stored, problem }) => !stored && problem === null);
  }

  #put(line: PendingLine): void {
    this.lines.set(line.clientMessageId, line);
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), ms);
  }
}

const fresh = { stored: false, problem: null } as const;
const atLeastMs = 200;
// Coming back into the room is under way, or the session is about to hear that it is over.
const passing: ReadonlySet<RequestProblem> = new Set(['not_joined', 'unauthenticated']);

function mayPass({ code, retryable }: RequestError): boolean {
  return retryable || passing.has(code);
}
