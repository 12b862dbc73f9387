import { Counter, Gauge, type Registry } from 'prom-client';
import type { Headroom } from './Headroom.ts';
import type { Gauges, Readings } from './Readings.ts';
import { tightReasons } from './thresholds.ts';

/** Where what is there right now is read. */
export interface Read {
  readonly gauges: Gauges;
  readonly headroom: Headroom | null;
  readonly mostSockets: number;
  /** Who is in live rooms. */
  readonly people: () => { rooms: number; participants: number };
}

/** What is told of one number. */
interface Told {
  readonly name: string;
  readonly help: string;
  readonly of: (readings: Readings) => number | null;
}

const told: readonly Told[] = [
  { name: 'sockets', help: 'Open connections of any kind.', of: ({ sockets }) => sockets },
  {
    name: 'routers',
    help: 'Routers: one for each worker a live room is on.',
    of: ({ media }) => media.routers,
  },
  { name: 'transports', help: 'Transports of media.', of: ({ media }) => media.transports },
  { name: 'producers', help: 'Tracks that are sent to the server.', of: ({ media }) => media.producers },
  { name: 'consumers', help: 'Tracks that the server sends on.', of: ({ media }) => media.consumers },
  { name: 'node_cpu_ratio', help: 'CPU of Node, of one core.', of: ({ node }) => node },
  {
    name: 'node_busy_ratio',
    help: 'CPU of Node and how long it waited for a core, of the time.',
    of: ({ nodeBusy }) => nodeBusy,
  },
  {
    name: 'machine_cpu_ratio',
    help: 'CPU of the machine, of all cores.',
    of: ({ machine }) => machine,
  },
  {
    name: 'event_loop_lag_seconds',
    help: 'How late Node gets to what is due, p99 of the last seconds.',
    of: ({ lagMs }) => lagMs / 1_000,
  },
  { name: 'memory_used_bytes', help: 'Memory of Node and its workers.', of: ({ memory }) => memory.used },
  { name: 'memory_limit_bytes', help: 'Memory there is for them.', of: ({ memory }) => memory.limit },
  {
    name: 'memory_full_ratio',
    help: 'How full that is, with what others keep there.',
    of: ({ memory }) => memory.share,
  },
  {
    name: 'udp_packets_per_second',
    help: 'UDP packets that leave the machine.',
    of: ({ packetsPerSecond }) => packetsPerSecond,
  },
];

/** Tells what the gauges read last whenever somebody asks: being asked costs next to nothing. */
export function registerReadings(registry: Registry, { gauges, headroom, mostSockets, people }: Read): void {
  const registers = [registry];
  const latest = (act: (readings: Readings) => void) => {
    if (gauges.latest) act(gauges.latest);
  };
  for (const { name, help, of } of told) {
    gauge(name, help, (own) => latest((readings) => own.set(of(readings) ?? Number.NaN)));
  }
  gauge('sockets_limit', 'Connections there may be.', (own) => own.set(mostSockets));
  gauge('live_rooms', 'Rooms that are open.', (own) => own.set(people().rooms));
  gauge('participants', 'People in live rooms.', (own) => own.set(people().participants));
  gauge('newcomers_per_second', 'How many newcomers may come in a second.', (own) =>
    own.set(headroom?.pace ?? Number.POSITIVE_INFINITY),
  );
  new Gauge({
    name: 'hobnob_full',
    help: 'Whether nobody new comes in, and why.',
    labelNames: ['reason'],
    registers,
    collect() {
      for (const reason of tightReasons) this.set({ reason }, headroom?.full === reason ? 1 : 0);
    },
  });
  // Processes have a number of their own each time; the first worker is the first one all the same.
  perWorker('worker_cpu_ratio', 'CPU of a media worker, of one core.', ({ cpu }) => cpu);
  perWorker(
    'worker_busy_ratio',
    'CPU of a media worker and how long it waited for a core, of the time.',
    ({ busy }) => busy,
  );
  perWorker('worker_memory_bytes', 'Memory of a media worker.', ({ memory }) => memory);
  new Counter({
    name: 'hobnob_worker_deaths_total',
    help: 'Media workers that died and were replaced.',
    registers,
    collect() {
      this.reset();
      latest(({ media }) => this.inc(media.deaths));
    },
  });

  function gauge(name: string, help: string, set: (own: Gauge) => void): void {
    new Gauge({
      name: `hobnob_${name}`,
      help,
      registers,
      collect() {
        set(this);
      },
    });
  }

  function perWorker(name: string, help: string, of: (worker: Readings['workers'][number]) => number): void {
    new Gauge({
      name: `hobnob_${name}`,
      help,
      labelNames: ['worker'],
      registers,
      collect() {
        this.reset();
        latest(({ workers }) => {
          for (const [index, worker] of workers.entries()) this.set({ worker: index + 1 }, of(worker));
        });
      },
    });
  }
}
