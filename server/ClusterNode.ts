import { once } from 'node:events';
import { ClusterEngine } from './cluster/ClusterEngine.ts';
import { DeskLease } from './cluster/DeskLease.ts';
import { nodeWords } from './cluster/hello.ts';
import { Redis, RedisGone } from './cluster/Redis.ts';
import { Registry } from './cluster/Registry.ts';
import type { ClusterConfig, Config } from './config.ts';
import { giveDesk } from './giveDesk.ts';
import { OwnGauges } from './load/OwnGauges.ts';
import { thresholdsFor, usualFullAt } from './load/thresholds.ts';
import type { Logger } from './log.ts';
import { emptied, type Left, requireOthers } from './NodeDrain.ts';
import { NodeLinks } from './NodeLinks.ts';
import type { Opening, PreparedApp, RunningApp, Serving } from './RunningApp.ts';
import { StandbyDoor } from './StandbyDoor.ts';
import { checkFolder, secretOfHouse } from './sharedHouse.ts';
import { startProblem } from './startProblem.ts';
import { Fence } from './store/Fence.ts';
import { canSharePorts } from './supervisor/messages.ts';

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

// A house that was never open has no secret yet.
const linkAgainMs = 500;

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
  #port = 0;
  #links: NodeLinks | undefined;
  #linking: Promise<void> | undefined;
  #linkTimer: NodeJS.Timeout | undefined;
  #door: StandbyDoor | undefined;
  #app: RunningApp | undefined;
  #becoming: Promise<void> | undefined;
  #checking: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #handedOver = false;
  #draining = false;

  private constructor(options: ClusterNodeOptions) {
    this.#options = options;
    const { cluster, prepared, log } = options;
    this.#gauges = new OwnGauges({ media: prepared.media, sockets: () => 0, log });
    this.#gauges.open();
    this.#redis = new Redis(cluster.redis, log);
    const own = { node: cluster.name, host: cluster.address, port: cluster.port };
    this.#lease = new DeskLease(this.#redis, own, log);
    const { name, address: host, port } = cluster;
    const card = { name, host, port, words: nodeWords };
    const self = () => ({ ...card, draining: this.#draining, load: this.#gauges.busiest });
    this.#registry = new Registry(this.#redis, self, log);
    this.#lease.on('gained', () => this.#gained());
    this.#lease.on('lost', (by) => this.#end(`${by?.node} is the desk`));
    this.#lease.on('changed', () => this.#look());
    this.#lease.on('blind', () => this.#checkFence());
  }

  /** Opens as the desk where there is none, or the process that hands over is it; else stands by. */
  static async open(options: ClusterNodeOptions, place: Opening & { alone: boolean }): Promise<ClusterNode> {
    const node = new ClusterNode(options);
    try {
      await node.#open(place);
      return node;
    } catch (error) {
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

  async handOver(): Promise<void> {
    await this.#becoming;
    this.#handedOver = true;
    clearTimeout(this.#linkTimer);
    await this.#linking;
    await this.#app?.handOver();
    this.#lease.leave();
    this.#links?.leave();
  }

  async takeBack(): Promise<void> {
    // The one that took over may have come as far as to raise it. Where PostgreSQL does not answer, what is written
    // later says whether it had.
    await this.#fence.takeBack().catch(() => {});
    this.#handedOver = false;
    this.#draining = false;
    await this.#app?.takeBack();
    this.#lease.wait();
    if (this.#links) await this.#links.comeBack();
    else this.#link();
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
    await requireOthers(this.#redis, this.#registry);
    this.#draining = true;
    await this.#registry.tell();
    const { cluster, prepared } = this.#options;
    const [app, lease, links] = [this.#app, this.#lease, this.#links];
    if (!app) {
      lease.watch();
      return await emptied(prepared.media, tell);
    }
    this.#handedOver = true;
    const takeBack = () => this.takeBack();
    const passOn = async () => {
      if (canSharePorts) this.#door = await this.#openDoor();
    };
    await giveDesk({ app, name: cluster.name, lease, links, passOn, takeBack });
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
    if (await this.#take(alone)) await this.#become();
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
    this.#link();
    this.#options.log.info({ desk: this.#lease.desk?.node ?? null }, 'standing by');
    this.#lease.wait();
  }

  #openDoor(): Promise<StandbyDoor> {
    const place = { port: this.#port, shared: canSharePorts };
    return StandbyDoor.open(this.#options.config, place, () => this.#links?.passOn());
  }

  async #become(): Promise<void> {
    const { config, cluster, prepared, opened, log } = this.#options;
    clearTimeout(this.#linkTimer);
    await this.#linking;
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
    const term = this.#fence.number ?? 0;
    log.info({ term }, 'this node is the desk');
    this.#links ??= await this.#openLinks();
    this.#links?.openHouse({ app, engine, term });
    opened(app);
  }

  /** Has the other nodes come to this one while it stands by, as soon as there is a house. */
  #link(): void {
    const { config, log, over } = this.#options;
    this.#linking = this.#openLinks()
      .then(
        (links) => {
          this.#links = links;
        },
        (error: unknown) => {
          const problem = startProblem(error, config);
          // That PostgreSQL is away is no reason to end: it is not needed to stand by.
          if (problem.lasting) over(problem.sentence);
          else log.warn({ reason: problem.sentence }, 'no way to the other nodes yet');
        },
      )
      .then(() => {
        if (!this.#links && !this.#app && !this.#handedOver && this.#closing === undefined)
          this.#linkTimer = setTimeout(() => this.#link(), linkAgainMs);
      });
  }

  async #openLinks(): Promise<NodeLinks | undefined> {
    const { config, cluster, prepared, log } = this.#options;
    const secret = await secretOfHouse(config);
    if (!secret) return undefined;
    await checkFolder(config, log);
    const isDraining = () => this.#draining;
    const between = { directory: this.#registry, finder: this.#lease, media: prepared.media, isDraining };
    return await NodeLinks.open({ cluster, secret, log, ...between });
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
    const { desk } = this.#lease;
    if (this.#app && !this.#handedOver && desk && desk.node !== this.#options.cluster.name)
      this.#end(`${desk.node} is the desk`);
  }

  /** Without Redis nobody else can be given the lease, unless it is away for this node alone. */
  #checkFence(): void {
    this.#checking ??= this.#fence
      .check()
      // Without PostgreSQL too it goes on: nobody can take over.
      .catch(() => {})
      .finally(() => {
        this.#checking = undefined;
      });
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
    clearTimeout(this.#linkTimer);
    await this.#linking;
    await this.#app?.close();
    this.#door?.close();
    await this.#links?.close();
    this.#gauges.close();
    await this.#registry.close({ gone: !this.#handedOver || this.#draining });
    await this.#lease.close();
    await this.#redis.close();
  }
}
