import { setImmediate, setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { AppError } from '../errors.ts';
import type { OpenDatabase } from './DatabaseKind.ts';
import type { Database, Work } from './database.ts';

interface Write {
  readonly run: (work: Work) => Promise<() => void>;
  readonly reject: (error: unknown) => void;
  readonly durable: boolean;
}

export interface WriteOptions {
  /** Whether it must outlive a power cut, and not only the process. */
  readonly durable: boolean;
}

// A commit waits for the disk, and blocks everybody meanwhile: there is one for all writes that came since the last
// one, and a pause between two that is at least as long as the last one took.
const pauseMs = 5;
const maxBatch = 200;
// Where others write too they wait for a turn to end, however slow the storage is.
const turnMs = 500;
// After a failure that took longer, those who came meanwhile are told as well: they would wait as long once more.
const patienceMs = 2_000;
// About how long another server takes to take over.
const retryAfterMs = 100;

/**
 * Gathers writes into common transactions, so that many share one wait for the disk. A write resolves after the
 * COMMIT; one that fails is undone alone. Their order is kept.
 */
export class GroupCommit {
  readonly #opened: OpenDatabase;
  readonly #waiting: Write[] = [];
  #running: Promise<void> | undefined;
  #restUntil = 0;
  /** Told how long each common transaction took, in milliseconds. */
  onCommit: (ms: number) => void = () => {};
  #closed = false;
  #held = false;

  constructor(opened: OpenDatabase) {
    this.#opened = opened;
  }

  /** The database, to read from: what is read is committed. */
  get database(): Database {
    if (this.#closed) throw closed();
    return this.#opened.tables;
  }

  /** Runs a write in the next transaction, which waits for the disk when one of its writes asks for that. */
  write<Result>(
    work: (work: Work) => Promise<Result>,
    { durable }: WriteOptions = { durable: true },
  ): Promise<Result> {
    if (this.#closed) return Promise.reject(closed());
    if (this.#held) return Promise.reject(held());
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({
        run: async (transaction) => {
          const result = await work(transaction);
          return () => resolve(result);
        },
        reject,
        durable,
      });
      this.#running ??= this.#run();
    });
  }

  /** Takes no more writes until it is released; resolves when those that wait are done. */
  async hold(): Promise<void> {
    this.#held = true;
    await this.#running;
  }

  release(): void {
    this.#held = false;
  }

  /** Takes no more writes; resolves when those that wait are done. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const rest = this.#restUntil - performance.now();
      await (rest > 0 && !this.#closed && !this.#held ? setTimeout(rest) : setImmediate());
      const began = performance.now();
      const failure = await this.#commit(this.#waiting.splice(0, maxBatch));
      const ended = performance.now();
      if (failure && ended - began > patienceMs) {
        for (const write of this.#waiting.splice(0)) write.reject(failure);
      }
      this.#restUntil = ended + Math.max(pauseMs, ended - began);
      this.onCommit(ended - began);
    }
    this.#running = undefined;
  }

  /** Resolves with what kept all of it from being written, if anything did. */
  async #commit(batch: Write[]): Promise<unknown> {
    const done: (() => void)[] = [];
    const refused = new Map<Write, unknown>();
    try {
      const durable = batch.some((write) => write.durable);
      await this.#opened.transact(durable, async (transaction) => {
        const [first] = batch;
        if (first && batch.length === 1) {
          // What is refused of it is undone with the transaction.
          const noted = (error: unknown) => {
            refused.set(first, error);
            throw error;
          };
          done.push(await first.run(transaction).catch(noted));
          return;
        }
        const end = performance.now() + turnMs;
        for (const [index, write] of batch.entries()) {
          const resolve = await attempt(write, transaction).catch((error) => {
            refused.set(write, error);
            return undoOne.execute(transaction);
          });
          if (typeof resolve === 'function') done.push(resolve);
          if (performance.now() > end) this.#waiting.unshift(...batch.splice(index + 1));
        }
      });
    } catch (error) {
      // Nothing of the batch was kept. A full disk can end the transaction under our hands: then what the writes
      // met tells more than the failure to go on.
      const cause = [...refused.values()].find(isOfStorage) ?? error;
      for (const write of batch) write.reject(refused.get(write) ?? cause);
      // One that was refused for what it is says nothing of those that wait.
      const [first] = batch;
      return first && refused.get(first) === error && !isOfStorage(error) ? undefined : cause;
    }
    for (const [write, error] of refused) write.reject(error);
    for (const resolve of done) resolve();
    return undefined;
  }
}

function closed(): AppError {
  return new AppError('storage_unavailable', 'The storage is closed.');
}

function held(): AppError {
  return new AppError('draining', 'Another server is taking over the storage.', retryAfterMs);
}

function isOfStorage(error: unknown): boolean {
  return error instanceof AppError && ['storage_unavailable', 'storage_full'].includes(error.code);
}

const beginOne = sql`savepoint one_write`;
const keepOne = sql`release savepoint one_write`;
const undoOne = sql`rollback to savepoint one_write`;

async function attempt(write: Write, transaction: Work): Promise<() => void> {
  await beginOne.execute(transaction);
  const resolve = await write.run(transaction);
  await keepOne.execute(transaction);
  return resolve;
}
