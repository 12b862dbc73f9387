import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { TransportInfo } from '../../protocol/rtp.ts';

/** What the generator counted since the counters were reset. */
export interface LoadStats {
  readonly ready: number;
  /** How many tracks something came of, each at each listener, since the last reset. */
  readonly hearing: number;
  readonly sent: number;
  readonly received: number;
  /** Packets that could not be decrypted. */
  readonly rejected: number;
  readonly expected: number;
  readonly lost: number;
  /** From the send call of the speaker to the arrival at the listener's socket. */
  readonly p50Us: number;
  readonly p95Us: number;
  readonly p99Us: number;
}

/** A track for the generator to send. */
export interface LoadTrack {
  readonly peer: number;
  readonly ssrc: number;
  readonly payloadType: number;
  readonly video: boolean;
  /** Of payload in each packet. */
  readonly bytes: number;
  /** Packets of sound, frames of pictures. */
  readonly perSecond: number;
  /** In each frame. */
  readonly packets: number;
  readonly levelId: number;
}

type LoadEvent =
  | { event: 'hello'; fingerprint: string }
  | { event: 'ready'; peer: number; iceMs: number; dtlsMs: number; cipher: string }
  | { event: 'first'; peer: number; atMs: number }
  | { event: 'failed'; peer: number; why: string }
  | ({ event: 'stats' } & LoadStats);

type Told<Name extends LoadEvent['event']> = Extract<LoadEvent, { event: Name }>;

const patienceMs = 20_000;

/** The load generator of `bench/load`: up to a thousand peers with real ICE, DTLS and SRTP in one process. */
export class Generator {
  readonly #fingerprint: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #told: EventEmitter;
  #peers = 0;

  private constructor(
    child: ChildProcessByStdio<Writable, Readable, null>,
    told: EventEmitter,
    hello: string,
  ) {
    this.#child = child;
    this.#told = told;
    this.#fingerprint = hello;
  }

  static async start(program: string): Promise<Generator> {
    const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    const told = new EventEmitter().setMaxListeners(0);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event: LoadEvent = JSON.parse(line);
      told.emit('peer' in event ? `${event.event} ${event.peer}` : event.event, event);
    });
    const { fingerprint } = await next<'hello'>(told, 'hello');
    return new Generator(child, told, fingerprint);
  }

  /** Of the certificate that a peer shows: all of this process the same. */
  fingerprintOf(_peer?: number): string {
    return this.#fingerprint;
  }

  /** A number for a new peer. */
  newPeer(): number {
    return ++this.#peers;
  }

  /** Connects a peer to a transport; gives the SRTP cipher that was agreed upon. */
  async connect(peer: number, { iceParameters, iceCandidates }: TransportInfo): Promise<string> {
    const udp = iceCandidates.filter(({ protocol }) => protocol === 'udp');
    const candidate = udp.find(({ address }) => address === '127.0.0.1') ?? udp[0];
    if (!candidate) throw new Error('The server offers no UDP candidate.');
    const { usernameFragment: ufrag, password } = iceParameters;
    const ready = next<'ready'>(this.#told, `ready ${peer}`, `failed ${peer}`);
    this.#order({ do: 'connect', peer, address: candidate.address, port: candidate.port, ufrag, password });
    return (await ready).cipher;
  }

  /** The moment a peer receives its first RTP packet, on the clock of `process.hrtime()`, in milliseconds. */
  async firstRtp(peer: number): Promise<number> {
    return (await next<'first'>(this.#told, `first ${peer}`, `failed ${peer}`)).atMs;
  }

  send(track: LoadTrack): void {
    this.#order({ do: 'send', ...track });
  }

  hush(ssrc: number): void {
    this.#order({ do: 'hush', ssrc });
  }

  closePeer(peer: number): void {
    this.#order({ do: 'close', peer });
  }

  async stats({ reset }: { reset: boolean }): Promise<LoadStats> {
    const stats = next<'stats'>(this.#told, 'stats');
    this.#order({ do: 'stats', reset });
    return await stats;
  }

  close(): void {
    this.#child.stdin.end();
  }

  #order(order: Record<string, string | number | boolean>): void {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
  }
}

function next<Name extends LoadEvent['event']>(
  told: EventEmitter,
  name: string,
  failure?: string,
): Promise<Told<Name>> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearTimeout(timer);
      told.off(name, succeeded);
      if (failure) told.off(failure, failed);
      end();
    };
    const succeeded = (event: Told<Name>) => settle(() => resolve(event));
    const failed = ({ why }: Told<'failed'>) => settle(() => reject(new Error(`A peer failed: ${why}`)));
    const timer = setTimeout(() => settle(() => reject(new Error(`No "${name}" came.`))), patienceMs);
    told.on(name, succeeded);
    if (failure) told.on(failure, failed);
  });
}
