import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, ErrorReply } from 'redis';
import type { Logger } from '../log.ts';

// What hangs counts as gone.
const patienceMs = 1_000;
const againMs = 200;
// What is refused for long is said again now and then; another Redis may be the one that writes by then.
const refusedAgainMs = 30_000;

type Connection = ReturnType<typeof connect>;

/** Redis cannot be asked now; whether it was told what was asked, nobody knows. */
export class RedisGone extends Error {}

/**
 * Redis, as far as it can be reached at this moment: nothing waits for it for long, and it never throws by itself. The
 * connection is kept, and made anew whenever it breaks or an answer stays away.
 */
export class Redis extends EventEmitter<{ found: []; lost: [] }> {
  readonly #address: string;
  readonly #log: Logger;
  readonly #end = new AbortController();
  readonly #over: Promise<void>;
  #current: { connection: Connection; drop: (why: unknown) => void } | undefined;
  #missed = false;
  #since = 0;
  /** When it was last said that it refuses something, by how it says so. */
  readonly #refused = new Map<string, number>();

  constructor(address: string, log: Logger) {
    super();
    this.#address = address;
    this.#log = log;
    this.#over = this.#keep();
  }

  get reached(): boolean {
    return this.#current !== undefined;
  }

  /** For how long it has been there without a break, in milliseconds; for ever where it was from the beginning. */
  get steadyMs(): number {
    if (!this.#current) return 0;
    return this.#missed ? performance.now() - this.#since : Number.POSITIVE_INFINITY;
  }

  /** Asks one thing. Throws `RedisGone` within a second, or at once when it is not there. */
  async ask(...command: readonly string[]): Promise<unknown> {
    const current = this.#current;
    if (!current) throw new RedisGone('Redis is not there.');
    try {
      return await inTime(current.connection.sendCommand(command));
    } catch (error) {
      if (error instanceof ErrorReply) throw this.#refusal(error, current.drop);
      // An answer that comes later would be taken for that to the next question.
      current.drop(error);
      throw new RedisGone('Redis does not answer.', { cause: error });
    }
  }

  /** It is there, and does not do what it is asked: it cannot save, is full, or is no primary. */
  #refusal(error: ErrorReply, drop: (why: unknown) => void): RedisGone {
    // Whoever is the desk may be about to say so again, as after a break.
    [this.#missed, this.#since] = [true, performance.now()];
    const word = error.message.split(' ')[0] ?? '';
    const now = performance.now();
    if (now - (this.#refused.get(word) ?? Number.NEGATIVE_INFINITY) >= refusedAgainMs) {
      this.#refused.set(word, now);
      // Anew it may lead to the one that took over.
      if (word === 'READONLY') drop(error);
      else this.#log.warn({ reason: error.message }, 'redis refuses what it is asked');
    }
    return new RedisGone('Redis refuses it.', { cause: error });
  }

  async close(): Promise<void> {
    this.#end.abort();
    this.#current?.drop(null);
    await this.#over;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      const broken = Promise.withResolvers<unknown>();
      const connection = connect(this.#address);
      connection.on('error', broken.resolve);
      let why: unknown;
      try {
        await inTime(connection.connect());
        this.#found(connection, broken.resolve);
        why = await broken.promise;
      } catch (error) {
        why = error;
      }
      if (connection.isOpen) connection.destroy();
      if (signal.aborted) return;
      this.#lost(why);
      await sleep(againMs, undefined, { signal }).catch(() => {});
    }
  }

  #found(connection: Connection, broke: (why: unknown) => void): void {
    const drop = (why: unknown) => {
      if (this.#current?.connection === connection) this.#current = undefined;
      broke(why);
    };
    connection.on('error', drop);
    this.#current = { connection, drop };
    this.#since = performance.now();
    if (this.#missed) this.#log.info({}, 'redis is there again');
    this.emit('found');
    if (this.#end.signal.aborted) drop(null);
  }

  #lost(why: unknown): void {
    // Once for each time that it goes, and for a start without it.
    const isNews = !this.#missed || this.#since > 0;
    this.#missed = true;
    this.#since = 0;
    if (!isNews) return;
    // What it says of itself has neither its address nor its password.
    this.#log.warn({ reason: why instanceof Error ? why.message : String(why) }, 'redis is gone');
    this.emit('lost');
  }
}

function connect(url: string) {
  return createClient({
    url,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    socket: { connectTimeout: patienceMs, reconnectStrategy: false },
  });
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), patienceMs);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
