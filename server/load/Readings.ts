import type { EventEmitter } from 'node:events';
import type { MediaUsage } from '../media/api.ts';

/** What one media worker does right now. */
export interface WorkerReading {
  readonly pid: number;
  /** Of one core, 0 to 1. */
  readonly cpu: number;
  /** The same with the time it waited for a core that somebody else had: at 1 it never rests. */
  readonly busy: number;
  /** In bytes. */
  readonly memory: number;
}

/** What this server does right now. CPU is a share of one core unless it says otherwise; memory is in bytes. */
export interface Readings {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly workers: readonly WorkerReading[];
  /** The media engine owes an answer since the last look: whatever else is told of it is old. */
  readonly mediaSilent: boolean;
  readonly media: Omit<MediaUsage, 'workers'>;
  readonly node: number;
  /** The same with the time it waited for a core. */
  readonly nodeBusy: number;
  /** Of all cores, by whomever. */
  readonly machine: number;
  /** Of what a container is allotted; null where nothing is. */
  readonly allotted: number | null;
  /** How late Node gets to what is due, p99 of the last seconds. */
  readonly lagMs: number;
  readonly memory: {
    /** Of Node and its workers. */
    readonly used: number;
    /** Of the machine, or of what they are allotted. */
    readonly limit: number;
    /** How full that is, with all that others keep there too. */
    readonly share: number;
  };
  /** Open connections, of any kind. */
  readonly sockets: number;
  /** UDP packets that left the machine; null where nobody counts them. */
  readonly packetsPerSecond: number | null;
}

/** Whoever reads what the server does, once a second. */
export interface Gauges extends EventEmitter<{ read: [Readings] }> {
  /** Null until there was a first look. */
  readonly latest: Readings | null;
  /** Begins to look. */
  open(): void;
  close(): void;
}
