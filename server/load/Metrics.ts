import { Counter, Histogram, Registry } from 'prom-client';
import type { ErrorCode } from '../../protocol/errorCodes.ts';
import { type Read, registerReadings } from './readMetrics.ts';

/** How something asked for was answered. */
export type AnswerCode = ErrorCode | 'ok';

// From what nobody notices to what everybody takes for broken.
const stepInBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const commitBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/**
 * What can be watched from outside, as Prometheus reads it. Every label is of a closed set; nothing tells of one person
 * or one room.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = this.#counter('requests_total', 'Requests over Socket.IO, by name and answer.', [
    'name',
    'code',
  ]);
  readonly #routes = this.#counter('routes_total', 'Requests over HTTP, by route and answer.', [
    'name',
    'code',
  ]);
  readonly #joins = this.#counter('joins_total', 'Attempts to step into a room, by how they ended.', [
    'outcome',
  ]);
  readonly #joinSeconds = this.#histogram(
    'join_duration_seconds',
    'How long the server took to let somebody in.',
    stepInBuckets,
  );
  readonly #refusals = this.#counter(
    'refusals_total',
    'Newcomers refused by a server that was full, by why.',
    ['reason'],
  );
  readonly #lines = this.#counter('chat_lines_total', 'Lines written in chats.');
  readonly #commitSeconds = this.#histogram(
    'store_commit_duration_seconds',
    'How long the store took to keep what was written together.',
    commitBuckets,
  );
  readonly #handOvers = this.#counter(
    'handovers_total',
    'Hand-overs to another process, by how they ended.',
    ['outcome'],
  );
  readonly #recoveries = this.#counter(
    'media_recoveries_total',
    'Rooms that had media again after a worker died, all of it or a part.',
    ['extent'],
  );

  constructor(read: Read) {
    registerReadings(this.#registry, read);
  }

  /** Of what kind `text` is. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All of it, as Prometheus asks for it. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** A request over Socket.IO was answered. */
  answered(name: string, code: AnswerCode, ms: number): void {
    this.#requests.inc({ name, code });
    if (name !== 'room:join') return;
    this.#joins.inc({ outcome: code });
    if (code === 'ok') this.#joinSeconds.observe(ms / 1_000);
  }

  /** A request over HTTP was answered. */
  routed(name: string, code: AnswerCode): void {
    this.#routes.inc({ name, code });
  }

  /** Somebody new was refused. */
  refused(reason: string): void {
    this.#refusals.inc({ reason });
  }

  /** A line was written. */
  wrote(): void {
    this.#lines.inc();
  }

  /** What was written together is kept. */
  committed(ms: number): void {
    this.#commitSeconds.observe(ms / 1_000);
  }

  /** This server began to hand over, or took back what it had handed over. */
  handedOver(outcome: 'begun' | 'takenBack'): void {
    this.#handOvers.inc({ outcome });
  }

  /** A room has media again. */
  recovered(extent: 'whole' | 'part'): void {
    this.#recoveries.inc({ extent });
  }

  #counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name: `hobnob_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name: `hobnob_${name}`, help, buckets, registers: [this.#registry] });
  }
}
