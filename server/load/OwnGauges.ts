import { EventEmitter } from 'node:events';
import type { Logger } from '../log.ts';
import type { MediaEngine, MediaUsage } from '../media/api.ts';
import { LoopLag } from './LoopLag.ts';
import { countAllotted, countCores, countPackets, readMemory, shareBetween, waitedMs } from './machine.ts';
import type { Gauges, Readings, WorkerReading } from './Readings.ts';

interface Parts {
  readonly media: Pick<MediaEngine, 'usage'>;
  /** How many connections are open. */
  readonly sockets: () => number;
  readonly log: Logger;
  /** How often it looks; tests have less patience. */
  readonly everyMs?: number;
}

const aSecond = 1_000;
// One look is a coarse measure: half of what is told is of those before.
const weight = 0.5;

/** What one process has run, and waited for a core, in milliseconds. */
interface Spent {
  readonly ran: number;
  readonly waited: number;
}

/** What had been used at one look. */
interface Count {
  readonly at: number;
  readonly node: Spent;
  readonly workers: ReadonlyMap<number, Spent>;
  readonly cores: ReturnType<typeof countCores>;
  readonly allotted: Awaited<ReturnType<typeof countAllotted>>;
  readonly packets: number | null;
}

/** Looks at this very process, its workers and its machine, once a second. */
export class OwnGauges extends EventEmitter<{ read: [Readings] }> implements Gauges {
  latest: Readings | null = null;
  readonly #parts: Parts;
  #lag: LoopLag | undefined;
  #timer: NodeJS.Timeout | undefined;
  #owed = false;
  #usage: MediaUsage | null = null;
  #before: Count | null = null;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
  }

  open(): void {
    this.#lag = new LoopLag();
    this.#timer = setInterval(() => this.#look(), this.#parts.everyMs ?? aSecond).unref();
    this.#look();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#lag?.close();
    this.#lag = undefined;
  }

  /** How busy the busiest worker is, of one; where one owes an answer as busy as can be. */
  get busiest(): number {
    const { latest } = this;
    if (!latest || latest.mediaSilent) return latest ? 1 : 0;
    return Math.max(0, ...latest.workers.map(({ busy }) => busy));
  }

  #look(): void {
    // A worker that hangs keeps the engine from answering: the rest is told all the same.
    const mediaSilent = this.#owed;
    this.#ask()
      .then(() => this.#tell(mediaSilent))
      .catch((error: unknown) => this.#parts.log.warn({ err: error }, 'load not read'));
  }

  /** Resolves when the engine has answered, or at once while it owes an answer. */
  async #ask(): Promise<void> {
    if (this.#owed) return;
    this.#owed = true;
    try {
      this.#usage = await this.#parts.media.usage();
    } finally {
      this.#owed = false;
    }
  }

  async #tell(mediaSilent: boolean): Promise<void> {
    const usage = this.#usage;
    if (!usage) return;
    const after = await this.#count(usage);
    const before = this.#before;
    // It takes two looks to tell how much is used.
    if (!mediaSilent || !before) this.#before = after;
    const lag = this.#lag;
    if (!before || !lag || after.at <= before.at) return;
    const { workers: _, ...media } = usage;
    const workers = mediaSilent ? (this.latest?.workers ?? []) : this.#workers(usage, before, after);
    const node = useOf(before.node, after.node, after.at - before.at);
    const latest: Readings = {
      at: Date.now(),
      workers,
      mediaSilent,
      media,
      node: this.#smooth(node.cpu, this.latest?.node),
      nodeBusy: this.#smooth(node.busy, this.latest?.nodeBusy),
      machine: this.#smooth(shareBetween(before.cores, after.cores), this.latest?.machine),
      allotted: allottedShare(before, after),
      lagMs: lag.read(),
      memory: readMemory(workers.reduce((sum, { memory }) => sum + memory, process.memoryUsage.rss())),
      sockets: this.#parts.sockets(),
      packetsPerSecond: packetsBetween(before, after),
    };
    this.latest = latest;
    this.emit('read', latest);
  }

  async #count({ workers }: MediaUsage): Promise<Count> {
    const spent = await Promise.all(
      workers.map(async ({ pid, cpuMs }) => [pid, { ran: cpuMs, waited: await waitedMs(pid) }] as const),
    );
    const at = performance.now();
    const { user, system } = process.cpuUsage();
    return {
      at,
      node: { ran: (user + system) / 1_000, waited: await waitedMs(process.pid) },
      workers: new Map(spent),
      cores: countCores(),
      allotted: await countAllotted(at),
      packets: await countPackets(),
    };
  }

  #workers({ workers }: MediaUsage, before: Count, after: Count): WorkerReading[] {
    const spent = after.at - before.at;
    return workers.map(({ pid, memory }) => {
      const { cpu, busy } = useOf(before.workers.get(pid), after.workers.get(pid), spent);
      const known = this.latest?.workers.find((worker) => worker.pid === pid);
      return { pid, memory, cpu: this.#smooth(cpu, known?.cpu), busy: this.#smooth(busy, known?.busy) };
    });
  }

  #smooth(now: number, before: number | undefined): number {
    return before === undefined ? now : before + weight * (now - before);
  }
}

/** Shares of the time between two looks. */
function useOf(
  before: Spent | undefined,
  after: Spent | undefined,
  ms: number,
): { cpu: number; busy: number } {
  // It began since the last look.
  if (!before || !after) return { cpu: 0, busy: 0 };
  const ran = Math.max(0, after.ran - before.ran) / ms;
  const waited = Math.max(0, after.waited - before.waited) / ms;
  return { cpu: Math.min(1, ran), busy: Math.min(1, ran + waited) };
}

function allottedShare(before: Count, after: Count): number | null {
  return before.allotted && after.allotted && shareBetween(before.allotted, after.allotted);
}

function packetsBetween(before: Count, after: Count): number | null {
  if (before.packets === null || after.packets === null) return null;
  return Math.max(0, ((after.packets - before.packets) * 1_000) / (after.at - before.at));
}
