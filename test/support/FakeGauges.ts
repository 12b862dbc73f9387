import { EventEmitter } from 'node:events';
import type { Gauges, Readings } from '../../server/load/Readings.ts';

/** What a server reads that has next to nothing to do. */
export const calm: Readings = {
  at: 1_800_000_000_000,
  workers: [{ pid: 1, cpu: 0.1, busy: 0.1, memory: 50_000_000 }],
  mediaSilent: false,
  media: { routers: 0, transports: 0, producers: 0, consumers: 0, deaths: 0, elsewhere: [] },
  node: 0.1,
  nodeBusy: 0.1,
  machine: 0.2,
  allotted: null,
  lagMs: 1,
  memory: { used: 200_000_000, limit: 4_000_000_000, share: 0.3 },
  sockets: 0,
  packetsPerSecond: 100,
};

/** The same, with its worker as busy as said. */
export function withWorkerAt(busy: number): Readings {
  return { ...calm, workers: [{ pid: 1, cpu: busy, busy, memory: 50_000_000 }] };
}

/** Gauges that read what a test says. */
export class FakeGauges extends EventEmitter<{ read: [Readings] }> implements Gauges {
  latest: Readings | null = null;
  closed = false;

  /** Reads something. */
  say(readings: Readings): void {
    this.latest = readings;
    this.emit('read', readings);
  }

  open(): void {
    this.say(calm);
  }

  close(): void {
    this.closed = true;
  }
}
