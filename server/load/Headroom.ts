import type { Readings } from './Readings.ts';
import { measures, type TightReason, thresholdsFor, tightReasons } from './thresholds.ts';

/** Why somebody new does not come in: something is at its end, or they come faster than anybody can measure. */
export type RefusalReason = TightReason | 'pace' | 'underWay';

/** What is nearest to its end: 0 and below is room enough, 1 the end. */
export interface Tightness {
  readonly reason: TightReason;
  readonly value: number;
}

// Newcomers a second. Each costs about 5 ms of CPU of Node and worker together while they come in (a handshake,
// a transport, a consumer for each voice), and what they hear from then on shows a second later only.
const freePace = 60;
const slowPace = 15;
// A whole class or company that comes at once, into a server that has nothing to do.
const freeBurst = 200;
// Who is on the way in shows in no reading yet.
const mostUnderWay = 100;
// Who was full has room again when it is halfway back to where slowness begins, and not before a while: those who
// wait come all at once.
const roomAgainBelow = 0.5;
const fullForMs = 3_000;

/**
 * Whether there is room for somebody new: by what was read last, by who is on the way in, and by how many came in
 * since. Between slow and full newcomers come at a pace that shrinks to nothing.
 */
export class Headroom {
  readonly #thresholds: ReturnType<typeof thresholdsFor>;
  readonly #now: () => number;
  #tight: Tightness | null = null;
  #full: { readonly by: TightReason; readonly since: number } | null = null;
  #underWay = 0;
  #places = freeBurst;
  #countedAt: number;

  /** `now`: in milliseconds, by a clock that nobody sets. */
  constructor(cpuFullAt: number, now: () => number = () => performance.now()) {
    this.#thresholds = thresholdsFor(cpuFullAt);
    this.#now = now;
    this.#countedAt = now();
  }

  /** What is nearest to its end; null before anything was read. */
  get tight(): Tightness | null {
    return this.#tight;
  }

  /** What is at its end; null: there is room. */
  get full(): TightReason | null {
    return this.#full?.by ?? null;
  }

  /** How many newcomers may come in a second. */
  get pace(): number {
    if (this.#full) return 0;
    const value = this.#tight?.value ?? 0;
    return value <= 0 ? freePace : Math.max(0, slowPace * (1 - value));
  }

  read(readings: Readings): void {
    // What was earned until now was earned at the pace until now.
    this.#count();
    const tight = this.#tightestOf(readings);
    this.#tight = tight;
    const now = this.#now();
    const rested = this.#full !== null && now - this.#full.since >= fullForMs;
    if (tight.value >= 1) this.#full = { by: tight.reason, since: now };
    else if (rested && tight.value < roomAgainBelow) this.#full = null;
  }

  /** Why nobody new may come in at this moment; null: they may. */
  refusal(): RefusalReason | null {
    if (this.#full) return this.#full.by;
    if (this.#underWay >= mostUnderWay) return 'underWay';
    this.#count();
    return this.#places < 1 ? 'pace' : null;
  }

  /** Counts somebody on the way in; what it returns says that they are in, or not coming. */
  enter(): () => void {
    this.#count();
    this.#underWay++;
    // Who comes in whatever is measured takes a place all the same.
    this.#places = Math.max(0, this.#places - 1);
    let under = true;
    return () => {
      if (under) this.#underWay--;
      under = false;
    };
  }

  #count(): void {
    const now = this.#now();
    const { pace } = this;
    const most = pace === freePace ? freeBurst : Math.max(1, pace);
    const earned = (Math.max(0, now - this.#countedAt) / 1_000) * pace;
    this.#places = Math.min(most, this.#places + earned);
    this.#countedAt = now;
  }

  #tightestOf(readings: Readings): Tightness {
    const all = tightReasons.map((reason): Tightness => {
      const { slowFrom, fullAt } = this.#thresholds[reason];
      return { reason, value: (measures[reason](readings) - slowFrom) / (fullAt - slowFrom) };
    });
    return all.reduce((tightest, one) => (one.value > tightest.value ? one : tightest));
  }
}
