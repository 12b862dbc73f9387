import { once } from 'node:events';
import { ClusterEngine } from './cluster/ClusterEngine.ts';
import { DeskLease } from './cluster/DeskLease.ts';
import { nodeWords } from './cluster/hello.ts';
import type { NodeEntry } from './cluster/NodeDirectory.ts';
import { Redis, RedisGone } from './cluster/Redis.ts';
import { Registry } from './cluster/Registry.ts';
import type { ClusterConfig, Config } from './config.ts';
import { giveDesk } from './giveDesk.ts';
import { requireFree } from './http/listen.ts';
import { Linking } from './Linking.ts';
import { OwnGauges } from './load/OwnGauges.ts';
import { thresholdsFor, usualFullAt } from './load/thresholds.ts';
import type { Logger } from './log.ts';
import { type Left, lendNothing, requireOthers } from './NodeDrain.ts';
import type { NodeLinks } from './NodeLinks.ts';
import type { Opening, PreparedApp, RunningApp, Serving } from './RunningApp.ts';
import { regainDesk } from './regainDesk.ts';
import { StandbyDoor } from './StandbyDoor.ts';
import { startProblem } from './startProblem.ts';
import { Fence } from './store/Fence.ts';
import { canSharePorts, drainLimitMs, emptyLimitMs } from './supervisor/messages.ts';

/** What one of several servers of a house is made of. */
export interface ClusterNodeOptions {
  readonly config: Config;
  readonly cluster: ClusterConfig;
  readonly prepared: PreparedApp;
  readonly log: Logger;
  /** The doors of the house are open here. */
  readonly opened: (app: RunningApp) => void;
  /** This process may go on no longer, for a reason in a sentence: another one is the desk, or this one cannot be. */
  readonly over: (sentence: string) => void;
}

/**
 * One of several servers of a house: the desk, which has the rules, the store and the doors, or one that stands by and
 * becomes the desk when there is none. Who was it once never stands by again: its process ends, as it has in memory what
 * another one changes.
 */
export class ClusterNode implements Serving {
  readonly #options: ClusterNodeOptions;
  readonly #redis: Redis;
  readonly #lease: DeskLease;
  readonly #fence = new Fence({
    // It may have slept since it was given the lease.
    mayTake: () => this.#lease.confirm(),
    lost: () => this.#end('another one writes'),
  });
  readonly #gauges: OwnGauges;
  readonly #registry: Registry;
  readonly #linking: Linking;
  #port = 0;
  #door: StandbyDoor | undefined;
  #app: RunningApp | undefined;
  #becoming: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #handedOver = false;
  #draining = false;
  /** Which node had the lease while a process of this one was to take over. */
  #other: string | undefined;

  private constructor(options: ClusterNodeOptions) {
    this.#options = options;
    const { config, cluster, prepared, log, over } = options;
    this.#gauges = new OwnGauges({ media: prepared.media, sockets: () => 0, log });
    this.#gauges.open();
    this.#redis = new Redis(cluster.redis, log);
    const { name, address: host, port } = cluster;
    this.#lease = new DeskLease(this.#redis, { node: name, host, port }, log);
    const card = { name, host, port, words: nodeWords };
    const self = () => ({ ...card, draining: this.#draining, load: this.#gauges.busiest });
    this.#registry = new Registry(this.#redis, self, log);
    const isDraining = () => this.#draining;
    const [directory, finder, { media }] = [this.#registry, this.#lease, prepared];
    const between = { directory, finder, process: finder.process, media, isDraining };
    this.#linking = new Linking({ config, cluster, between, over, log });
    this.#lease.on('gained', () => this.#gained());
    this.#lease.on('lost', (by) => this.#end(`${by?.node} is the desk`));
    this.#lease.on('changed', () => this.#look());
    // Without Redis nobody else can be given the lease, unless it is away for this node alone; without PostgreSQL too it
    // goes on, as nobody can take over.
    this.#lease.on('blind', () => void this.#fence.check().catch(() => {}));
  }

  /** Opens as the desk where there is none, or the process that hands over is it; else stands by. */
  static async open(options: ClusterNodeOptions, place: Opening & { alone: boolean }): Promise<ClusterNode> {
    const node = new ClusterNode(options);
    try {
      await node.#open(place);
      return node;
    } catch (error) {
      // The process that handed over takes the lease back: no other node is to come in between.
      node.#handedOver = !place.alone;
      await node.close();
      throw error;
    }
  }

  get port(): number {
    return this.#port;
  }

  /** Whether the house is open here. */
  get isDesk(): boolean {
    return this.#app !== undefined;
  }

  /**
   * Has what other nodes' rooms have here go to them, as another process of this node is about to take its place. What
   * has nowhere to go, or takes too long, ends with this one; a desk keeps everybody.
   */
  async empty(): Promise<void> {
    await this.#becoming;
    if (this.#app) return;
    try {
      await requireOthers(this.#redis, this.#registry);
      await this.#lendNothing(() => {}, emptyLimitMs);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'what this node lends has nowhere to go');
    }
  }

  async handOver(): Promise<void> {
    await this.#becoming;
    this.#handedOver = true;
    this.#other = undefined;
    await this.#linking.stop();
    this.#draining = false;
    await this.#app?.handOver();
    // Another process of this node takes it, and no other node should.
    this.#lease.watch();
    this.#links?.leave();
  }

  async takeBack(): Promise<void> {
    const other = this.#other && `${this.#other} was the desk meanwhile`;
    const lost = this.#app && (other ?? (await regainDesk(this.#lease, this.#fence)));
    this.#handedOver = false;
    this.#draining = false;
    if (lost) {
      this.#end(lost);
      return;
    }
    await this.#app?.takeBack();
    if (!this.#lease.held) this.#lease.wait();
    await this.#linking.begin();
  }

  async move(): Promise<void> {
    if (this.#app) await this.#app.move();
    else this.#door?.leave();
  }

  /**
   * Has everybody go to other nodes, to the door of the next desk too if this is the one; resolves when nobody is left,
   * or had time enough to go. Throws `NowhereToGo`, with all as it was.
   */
  async drain(tell: (left: Left) => void): Promise<void> {
    await this.#becoming;
    const [app, lease, links, { log }] = [this.#app, this.#lease, this.#links, this.#options];
    const reaches = async (node: NodeEntry) => !app || ((await links?.reaches(node)) ?? false);
    await requireOthers(this.#redis, this.#registry, reaches);
    const takeBack = () => this.takeBack();
    if (!app) {
      return await this.#lendNothing(tell, drainLimitMs).catch(async (error: unknown) => {
        await takeBack();
        throw error;
      });
    }
    this.#draining = true;
    await this.#registry.tell();
    this.#handedOver = true;
    const passOn = async () => {
      links?.endDesk();
      if (canSharePorts) this.#door = await this.#openDoor();
    };
    const reachesDesk = async () => (await links?.passOn().reachesDesk()) ?? true;
    await giveDesk({ app, lease, reachesDesk, passOn, takeBack, log });
  }

  #lendNothing(tell: (left: Left) => void, withinMs: number): Promise<void> {
    this.#draining = true;
    const { media } = this.#options.prepared;
    return lendNothing({ media, lease: this.#lease, registry: this.#registry, tell, withinMs });
  }

  get #links(): NodeLinks | undefined {
    return this.#linking.links;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #open({ port, alone }: Opening & { alone: boolean }): Promise<void> {
    const reached = new AbortController();
    const { signal } = reached;
    await Promise.race([once(this.#redis, 'found', { signal }), once(this.#redis, 'lost', { signal })]);
    reached.abort();
    this.#port = port;
    // Whoever cannot be reached by the others takes the lease from nobody.
    const { address: host, port: nodePort } = this.#options.cluster;
    await requireFree({ host, port: nodePort });
    if (await this.#take(alone)) await this.#become(!alone);
    else await this.#standBy();
  }

  async #take(alone: boolean): Promise<boolean> {
    try {
      return await this.#lease.take();
    } catch (error) {
      if (!(error instanceof RedisGone)) throw error;
      if (alone) return false;
      // The one that hands over may be the desk, and the others would not hear of it.
      throw new Error('Redis does not answer: the house cannot be handed over.', { cause: error });
    }
  }

  async #standBy(): Promise<void> {
    this.#door = await this.#openDoor();
    this.#port = this.#door.port;
    await this.#linking.begin();
    this.#options.log.info({ desk: this.#lease.desk?.node ?? null }, 'standing by');
    this.#lease.wait();
  }

  #openDoor(): Promise<StandbyDoor> {
    const place = { port: this.#port, shared: canSharePorts };
    return StandbyDoor.open(this.#options.config, place, () => this.#links?.passOn());
  }

  async #become(handedOver = false): Promise<void> {
    const { config, cluster, prepared, opened, log } = this.#options;
    await this.#linking.stop();
    // Whether the one before is about to end, and tells its people itself when to come.
    await this.#registry.tell();
    const gently = this.#links?.beginDesk() ?? false;
    const own = { name: cluster.name, engine: prepared.media, load: () => this.#gauges.busiest };
    const busyAt = thresholdsFor(config.cpuFullAt ?? usualFullAt).worker.slowFrom;
    const engine = new ClusterEngine(own, { listeners: cluster.listeners, busyAt, log });
    const place = { port: this.#port, shared: canSharePorts };
    // Where two cannot listen at once there is no door for a moment.
    if (!canSharePorts) this.#door?.close();
    const app = await prepared.open({ ...place, fence: this.#fence, media: engine });
    this.#app = app;
    this.#port = app.port;
    if (gently) this.#door?.leave();
    else this.#door?.close();
    const term = () => this.#fence.number ?? 0;
    log.info({ term: term() }, 'this node is the desk');
    (await this.#linking.open())?.openHouse({ app, engine, term, handedOver });
    opened(app);
  }

  #gained(): void {
    // It was taken back.
    if (this.#app || this.#closing !== undefined) return;
    const { config, over } = this.#options;
    const becoming = this.#become();
    this.#becoming = becoming.catch(() => {});
    void becoming.catch(async (error: unknown) => {
      await this.close();
      over(startProblem(error, config).sentence);
    });
  }

  /** Another node came to be the desk while this one was not asking for the lease. */
  #look(): void {
    const { other } = this.#lease;
    if (!this.#app || !other) return;
    if (!this.#handedOver) this.#end(`${other.node} is the desk`);
    // Whoever drains gives it to another one itself.
    else if (!this.#draining) this.#other = other.node;
  }

  #end(why: string): void {
    // Whoever handed over has nothing more to lose.
    if (this.#handedOver || this.#closing !== undefined) return;
    this.#closing = Promise.resolve();
    this.#options.log.error({ why }, 'this node is no longer the desk');
    this.#options.over(`Another server has taken over: ${why}.`);
  }

  async #close(): Promise<void> {
    // While people leave it is still the desk: nobody else could let them in as who they are.
    await this.#becoming;
    await this.#linking.stop();
    await this.#app?.close();
    this.#door?.close();
    await this.#links?.close();
    this.#gauges.close();
    const gone = !this.#handedOver || this.#draining;
    await this.#registry.close({ gone });
    if (gone) await this.#lease.close();
    else this.#lease.leave();
    await this.#redis.close();
  }
}
