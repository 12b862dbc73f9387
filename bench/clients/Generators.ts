import type { TransportInfo } from '../../protocol/rtp.ts';
import { Generator, type LoadStats, type LoadTrack } from './Generator.ts';

// As many as one process holds.
const mostPeers = 1_000;

/** Where the media of a stage's people is: one process, or several. */
export type Load = Pick<
  Generator,
  'newPeer' | 'fingerprintOf' | 'connect' | 'firstRtp' | 'send' | 'hush' | 'closePeer' | 'stats' | 'close'
>;

/** As many load generators as it takes: each holds a thousand peers. */
export class Generators implements Load {
  readonly #all: readonly Generator[];
  readonly #places = new Map<number, { readonly generator: Generator; readonly peer: number }>();
  readonly #tracks = new Map<number, Generator>();
  #peers = 0;

  private constructor(all: readonly Generator[]) {
    this.#all = all;
  }

  static async start(program: string, peers: number): Promise<Generators> {
    const count = Math.ceil(peers / mostPeers);
    return new Generators(await Promise.all(Array.from({ length: count }, () => Generator.start(program))));
  }

  newPeer(): number {
    const number = ++this.#peers;
    const generator = this.#all[number % this.#all.length];
    if (!generator) throw new Error('There is no load generator.');
    this.#places.set(number, { generator, peer: generator.newPeer() });
    return number;
  }

  fingerprintOf(peer: number): string {
    return this.#place(peer).generator.fingerprintOf();
  }

  async connect(number: number, transport: TransportInfo): Promise<string> {
    const { generator, peer } = this.#place(number);
    return await generator.connect(peer, transport);
  }

  async firstRtp(number: number): Promise<number> {
    const { generator, peer } = this.#place(number);
    return await generator.firstRtp(peer);
  }

  send(track: LoadTrack): void {
    const { generator, peer } = this.#place(track.peer);
    this.#tracks.set(track.ssrc, generator);
    generator.send({ ...track, peer });
  }

  hush(ssrc: number): void {
    this.#tracks.get(ssrc)?.hush(ssrc);
  }

  closePeer(number: number): void {
    const { generator, peer } = this.#place(number);
    generator.closePeer(peer);
    this.#places.delete(number);
  }

  /** Of all together; of latencies those of the process in which they are the longest. */
  async stats(options: { reset: boolean }): Promise<LoadStats> {
    const each = await Promise.all(this.#all.map((generator) => generator.stats(options)));
    const sum = (key: keyof LoadStats) => each.reduce((total, stats) => total + stats[key], 0);
    const worst = (key: keyof LoadStats) => Math.max(...each.map((stats) => stats[key]));
    return {
      ...{ ready: sum('ready'), hearing: sum('hearing'), sent: sum('sent'), received: sum('received') },
      ...{ rejected: sum('rejected'), expected: sum('expected'), lost: sum('lost') },
      ...{ p50Us: worst('p50Us'), p95Us: worst('p95Us'), p99Us: worst('p99Us') },
    };
  }

  close(): void {
    for (const generator of this.#all) generator.close();
  }

  #place(number: number): { generator: Generator; peer: number } {
    const place = this.#places.get(number);
    if (!place) throw new Error(`There is no peer ${number}.`);
    return place;
  }
}
