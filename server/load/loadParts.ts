import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { MediaEngine } from '../media/api.ts';
import { type Clock, systemClock } from '../rooms/Clock.ts';
import { Admission } from './Admission.ts';
import { Estimate } from './Estimate.ts';
import { Headroom } from './Headroom.ts';
import { Metrics } from './Metrics.ts';
import { coresAllotted, openFilesLimit, readMemory } from './machine.ts';
import { OwnGauges } from './OwnGauges.ts';
import type { Gauges } from './Readings.ts';
import type { Read } from './readMetrics.ts';
import { thresholdsFor, usualFullAt } from './thresholds.ts';

interface Parts {
  readonly config: Pick<Config, 'cpuFullAt' | 'connections' | 'rtc'>;
  readonly media: MediaEngine;
  readonly sockets: () => number;
  readonly people: Read['people'];
  readonly clock?: Clock | undefined;
  readonly gauges?: Gauges | undefined;
  readonly log: Logger;
}

/** How much the server has to do, and who comes in for all that. */
export interface LoadParts {
  readonly gauges: Gauges;
  readonly headroom: Headroom | null;
  readonly admission: Admission;
  readonly metrics: Metrics;
  readonly estimate: Estimate;
  /** The share of a core at which nobody new comes in; null: they always do. */
  readonly cpuFullAt: number | null;
  readonly people: Read['people'];
  /** How many connections there may be. */
  readonly mostSockets: number;
}

// Files, pipes to the workers, and what asks other servers something.
const otherFiles = 300;

/** Puts together what measures this server, and what decides by that. */
export async function createLoadParts(parts: Parts): Promise<LoadParts> {
  const { config, media, sockets, people, log, clock = systemClock } = parts;
  const gauges = parts.gauges ?? new OwnGauges({ media, sockets, log });
  const headroom =
    config.cpuFullAt === null ? null : new Headroom(config.cpuFullAt, parts.clock && (() => clock.now()));
  const files = (await openFilesLimit()) ?? Number.POSITIVE_INFINITY;
  const mostSockets = Math.min(config.connections, Math.max(100, files - otherFiles));
  const admission = new Admission({ headroom, mostSockets, clock });
  followGauges(gauges, headroom, log);
  const metrics = new Metrics({ gauges, headroom, mostSockets, people });
  const { allotted, memory } = thresholdsFor(config.cpuFullAt ?? usualFullAt);
  const estimate = new Estimate({
    workers: config.rtc.workers,
    cores: await coresAllotted(),
    cpuFullAt: config.cpuFullAt ?? usualFullAt,
    machineFullAt: allotted.fullAt,
    memoryFullAt: memory.fullAt * readMemory(0).limit,
    mostSockets,
  });
  gauges.on('read', (readings) => estimate.look(readings, people().participants));
  const { cpuFullAt } = config;
  return { gauges, headroom, admission, metrics, estimate, cpuFullAt, mostSockets, people };
}

function followGauges(gauges: Gauges, headroom: Headroom | null, log: Logger): void {
  gauges.on('read', (readings) => {
    if (!headroom) return;
    const before = headroom.full;
    headroom.read(readings);
    const { full } = headroom;
    if (full && !before) log.warn({ reason: full }, 'server is full');
    if (before && !full) log.info({}, 'server has room again');
  });
}
