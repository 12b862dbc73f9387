import type { Readings } from './Readings.ts';

/** What may come to its end first. */
export const tightReasons = ['worker', 'node', 'machine', 'lag', 'memory', 'media'] as const;
export type TightReason = (typeof tightReasons)[number];

/** From where on newcomers come in slowly, and where nobody comes in any more. */
interface Threshold {
  readonly slowFrom: number;
  readonly fullAt: number;
}

// As far below the limit as a second's newcomers can bring it up before anybody reads that.
const slowBelow = 0.15;

/** `cpuFullAt` is the share of a core, of a worker or of Node, at which nobody new comes in. */
export function thresholdsFor(cpuFullAt: number): Record<TightReason, Threshold> {
  const core = { slowFrom: cpuFullAt - slowBelow, fullAt: cpuFullAt };
  return {
    // Beyond that a worker forwards late: voices are the first to break. The busiest one counts, as nobody can say
    // on which one a newcomer will be.
    worker: core,
    // One thread does all that is no media: beyond that everybody waits for everything.
    node: core,
    // Workers and Node take the cores from each other where there are fewer cores than processes, long before each of
    // them looks busy.
    machine: { slowFrom: 0.88, fullAt: 0.95 },
    // In milliseconds. A step in asks five times: at 80 it takes half a second longer.
    lag: { slowFrom: 40, fullAt: 80 },
    // The system ends whoever asks for more than there is.
    memory: { slowFrom: 0.85, fullAt: 0.93 },
    // Silent for a second, a worker is as busy as can be.
    media: { slowFrom: 0.5, fullAt: 1 },
  };
}

/** What each threshold is held against. */
export const measures: Record<TightReason, (readings: Readings) => number> = {
  worker: ({ workers }) => Math.max(0, ...workers.map(({ cpu }) => cpu)),
  node: ({ node }) => node,
  machine: ({ machine }) => machine,
  lag: ({ lagMs }) => lagMs,
  memory: ({ memory }) => memory.share,
  media: ({ mediaSilent }) => (mediaSilent ? 1 : 0),
};
