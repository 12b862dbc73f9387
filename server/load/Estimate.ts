import type { Capacity } from '../../protocol/capacity.ts';
import type { Readings } from './Readings.ts';

type Measured = NonNullable<Capacity['measured']>;
type Hold = Measured['holds'][number];

/** What there is to be used up. */
export interface Means {
  readonly workers: number;
  /** Cores for Node and the workers together. */
  readonly cores: number;
  readonly cpuFullAt: number;
  readonly memoryFullAt: number;
  readonly machineFullAt: number;
  readonly mostSockets: number;
}

// Fewer packets are lost among those of other programs, and in the noise of a worker that rests.
const packetsLeast = 500;
const secondsLeast = 30;
// What was measured long ago counts for less and less: half after ten minutes of traffic.
const halfLifeSeconds = 600;
// With fewer, what people cost is not told apart from what an empty server costs.
const peopleLeast = 20;
// A voice is sent in pieces of 20 ms.
const packetsPerVoice = 50;
const talking = [1, 3, 5];

/** What was seen so far of one thing that grows with people. */
interface Growth {
  least: number;
  most: number;
  /** Of each person; null: not known yet. */
  perPerson: number | null;
}

/** How many listeners this server holds: from what a packet, and a person, cost it so far. Nothing is assumed. */
export class Estimate {
  readonly #means: Means;
  #cpuSeconds = 0;
  #packets = 0;
  #seconds = 0;
  #at: number | null = null;
  #lookedAt: number | null = null;
  readonly #node: Growth = { least: Number.POSITIVE_INFINITY, most: 0, perPerson: null };
  readonly #memory: Growth = { least: Number.POSITIVE_INFINITY, most: 0, perPerson: null };

  constructor(means: Means) {
    this.#means = means;
  }

  /** Takes in a reading, with how many people are in rooms. */
  look({ at, workers, mediaSilent, node, memory, packetsPerSecond }: Readings, people: number): void {
    const seconds = this.#lookedAt === null ? 0 : Math.min(5, Math.max(0, (at - this.#lookedAt) / 1_000));
    this.#lookedAt = at;
    if (mediaSilent) return;
    grow(this.#node, node, people);
    grow(this.#memory, memory.used, people);
    if (packetsPerSecond === null || packetsPerSecond < packetsLeast || seconds === 0) return;
    const kept = 0.5 ** (seconds / halfLifeSeconds);
    const cpu = workers.reduce((sum, worker) => sum + worker.cpu, 0);
    this.#cpuSeconds = this.#cpuSeconds * kept + cpu * seconds;
    this.#packets = this.#packets * kept + packetsPerSecond * seconds;
    this.#seconds += seconds;
    this.#at = at;
  }

  /** What it comes to; null: not enough was seen yet. */
  get measured(): Measured | null {
    if (this.#at === null || this.#seconds < secondsLeast || this.#cpuSeconds === 0) return null;
    const perPacket = this.#cpuSeconds / this.#packets;
    const growths = { node: this.#node, memory: this.#memory };
    return {
      at: this.#at,
      seconds: Math.round(this.#seconds),
      perPacketUs: perPacket * 1_000_000,
      holds: talking.map((voices) => this.#hold(voices, perPacket)),
      unknown: (['node', 'memory'] as const).filter((name) => growths[name].perPerson === null),
    };
  }

  #hold(voices: number, perPacket: number): Hold {
    const { workers, cores, cpuFullAt, machineFullAt, memoryFullAt, mostSockets } = this.#means;
    const ofWorker = perPacket * packetsPerVoice * voices;
    const ofNode = this.#node.perPerson;
    const ofMemory = this.#memory.perPerson;
    const ends: Omit<Hold, 'talking'>[] = [
      { limit: 'workers', listeners: (cpuFullAt * workers) / ofWorker },
      { limit: 'machine', listeners: (machineFullAt * cores) / (ofWorker + (ofNode ?? 0)) },
      { limit: 'connections', listeners: mostSockets },
    ];
    if (ofNode) ends.push({ limit: 'node', listeners: (cpuFullAt - this.#node.least) / ofNode });
    if (ofMemory) ends.push({ limit: 'memory', listeners: (memoryFullAt - this.#memory.least) / ofMemory });
    const first = ends.reduce((least, end) => (end.listeners < least.listeners ? end : least));
    return { talking: voices, limit: first.limit, listeners: roughly(first.listeners) };
  }
}

/** An empty house shows what the server costs by itself, a full one what people cost. */
function grow(growth: Growth, value: number, people: number): void {
  if (people === 0) growth.least = Math.min(growth.least, value);
  if (people < peopleLeast || growth.least === Number.POSITIVE_INFINITY || people < growth.most / 2) return;
  growth.most = Math.max(growth.most, people);
  const now = Math.max(0, value - growth.least) / people;
  growth.perPerson = growth.perPerson === null ? now : growth.perPerson + (now - growth.perPerson) / 60;
}

/** To two figures: it is no better known than that. */
function roughly(count: number): number {
  const whole = Math.max(0, Math.round(count));
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(whole || 1)) - 1);
  return Math.round(whole / unit) * unit;
}
