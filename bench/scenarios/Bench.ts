import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../report.ts';

/** What a scenario is given. */
export interface Bench {
  /** Small and short, for every change; full otherwise. */
  readonly smoke: boolean;
  /** Hands a figure in. */
  add(figure: Figure): void;
  /** Hands in what has to be zero: something lost or failed, and so the command fails. */
  addFailures(of: Pick<Figure, 'scenario' | 'shape' | 'metric'>, count: number): void;
  /** Measures when the machine has time for it, and notes how busy it was before and after. */
  quietly<Result>(measure: () => Promise<Result>): Promise<Result>;
}

/** Lets what was just begun settle. */
export async function settle(ms: number): Promise<void> {
  await sleep(ms);
}
