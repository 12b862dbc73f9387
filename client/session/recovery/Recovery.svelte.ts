import { type Climb, climb, ground, type Health, type Step } from './ladder.ts';

/** What can be seen and done, without the ladder having to know how. */
export interface Means {
  /** Whether the server is there and we are in the room. */
  connected(): boolean;
  owedMs(): number;
  stalledMs(now: number): number;
  tcpMs(now: number): number;
  broken(): boolean;
  ping(): void;
  take(step: Step): void;
  /** Everything is fine again, or is on its way: after how long without, in milliseconds. */
  back(awayMs: number): void;
}

const pulseMs = 250;
const pingEveryMs = 2_000;
// A pulse that comes that late comes after a sleep: of the computer, the tab, or the phone.
const sleepMs = 5_000;

/** Watches over a call, and does by itself what a person would have to do: see `ladder.ts`. */
export class Recovery {
  health = $state<Health>('good');
  readonly #means: Means;
  #climb: Climb = ground;
  #timer: ReturnType<typeof setInterval> | undefined;
  #shaken = false;
  #pingedAt = 0;
  /** By the wall clock, for others stand still while a computer sleeps. */
  #pulsedAt = Date.now();
  #fineAt = Date.now();
  #stop: (() => void) | undefined;

  constructor(means: Means) {
    this.#means = means;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#pulsedAt = Date.now();
    this.#fineAt = Date.now();
    this.#timer = setInterval(() => this.#pulse(), pulseMs);
    this.#stop = this.#listen();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#stop?.();
  }

  /** Looks now and not only with the next pulse: something changed. */
  look(): void {
    if (this.#timer !== undefined) this.#pulse();
  }

  /** The network changed, or the page woke up: finds a new path in any case. */
  shake(): void {
    this.#shaken = true;
    this.look();
  }

  #pulse(): void {
    const now = Date.now();
    const slept = now - this.#pulsedAt > sleepMs;
    this.#pulsedAt = now;
    if (slept) this.#shaken = true;

    const at = performance.now();
    const means = this.#means;
    if (at - this.#pingedAt >= pingEveryMs || this.#shaken) {
      this.#pingedAt = at;
      means.ping();
    }
    const connected = means.connected();
    const owedMs = means.owedMs();
    const result = climb(this.#climb, {
      at,
      connected,
      owedMs,
      stalledMs: means.stalledMs(at),
      tcpMs: means.tcpMs(at),
      broken: means.broken(),
      shaken: this.#shaken,
    });
    this.#climb = result.climb;
    this.health = result.health;
    // What happened while nobody could be told is still to be acted on.
    this.#shaken &&= !connected;
    for (const step of result.steps) means.take(step);
    if (connected && result.health === 'good') {
      if (now - this.#fineAt > sleepMs) means.back(now - this.#fineAt);
      this.#fineAt = now;
    }
  }

  #listen(): () => void {
    if (typeof document === 'undefined') return () => {};
    const shake = () => this.shake();
    // Back in sight is no reason to doubt the path, only to look.
    const shown = () => document.visibilityState === 'visible' && this.look();
    const network = (navigator as { connection?: EventTarget }).connection;
    addEventListener('online', shake);
    addEventListener('pageshow', shake);
    network?.addEventListener('change', shake);
    document.addEventListener('resume', shake);
    document.addEventListener('visibilitychange', shown);
    return () => {
      removeEventListener('online', shake);
      removeEventListener('pageshow', shake);
      network?.removeEventListener('change', shake);
      document.removeEventListener('resume', shake);
      document.removeEventListener('visibilitychange', shown);
    };
  }
}
