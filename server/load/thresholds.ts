import type { Readings } from './Readings.ts';

/** What may come to its end first. */
export const tightReasons = ['worker', 'node', 'allotted', 'lag', 'memory', 'media'] as const;
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
    // Beyond that a worker forwards late: voices are the first to break. Whether it runs or waits for a core is the
    // same to them. The busiest one of a machine counts, as nobody can say on which one a newcomer will be; but of
    // several machines the one that has most room, as that is where newcomers are brought.
    worker: core,
    // One thread does all that is no media: beyond that everybody waits for everything.
    node: core,
    // A container that has used up what it is allotted stands still. What others do on the machine is no reason as
    // long as nobody waits for them.
    allotted: { slowFrom: 0.85, fullAt: 0.95 },
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
  worker: ({ workers, media }) =>
    Math.min(Math.max(0, ...workers.map(({ busy }) => busy)), ...media.elsewhere.map(({ busy }) => busy)),
  node: ({ nodeBusy }) => nodeBusy,
  allotted: ({ allotted }) => allotted ?? 0,
  lag: ({ lagMs }) => lagMs,
  memory: ({ memory }) => memory.share,
  media: ({ mediaSilent }) => (mediaSilent ? 1 : 0),
};
