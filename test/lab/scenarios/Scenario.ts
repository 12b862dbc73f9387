import type { Lab } from '../Lab.ts';

/** One thing that is promised: a figure that is at most so much. */
export interface Figure {
  readonly what: string;
  /** Of milliseconds, 95 of 100 must keep to the limit; of all else, all. */
  readonly unit: 'ms' | 'times' | '%' | 'kB';
  readonly limit: number;
  /** A machine with other work can cause it by itself: only a quiet one may judge. */
  readonly delicate?: boolean;
}

/** What one run gave, for each figure; Infinity for what never happened. */
export type Sample = Readonly<Record<string, number>>;

/** Something that befalls a conversation, and what must come of it. */
export interface Scenario {
  readonly name: string;
  /** One sentence of what happens. */
  readonly what: string;
  readonly figures: Readonly<Record<string, Figure>>;
  /** How often it is measured in the long form. */
  readonly runs: number;
  run(lab: Lab, runs: number): Promise<Sample[]>;
}

/** A figure in milliseconds. */
export const ms = (what: string, limit: number): Figure => ({ what, unit: 'ms', limit });

/** Something that must not happen at all. */
export const never = (what: string): Figure => ({ what, unit: 'times', limit: 0 });

/** Something that may grow so far, in percent or kilobytes. */
export const atMost = (what: string, limit: number, unit: '%' | 'kB'): Figure => ({ what, unit, limit });

/** A figure that only a quiet machine may judge. */
export const delicate = (figure: Figure): Figure => ({ ...figure, delicate: true });
