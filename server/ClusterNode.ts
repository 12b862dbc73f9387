import { once } from 'node:events';
import { DeskLease } from './cluster/DeskLease.ts';
import { Redis, RedisGone } from './cluster/Redis.ts';
import type { ClusterConfig, Config } from './config.ts';
import type { Logger } from './log.ts';
import type { Opening, PreparedApp, RunningApp, Serving } from './RunningApp.ts';
import { StandbyDoor } from './StandbyDoor.ts';
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
  #port = 0;
  #door: StandbyDoor | undefined;
  #app: RunningApp | undefined;
  #becoming: Promise<void> | undefined;
  #checking: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #handedOver = false;

  private constructor(options: ClusterNodeOptions) {
    this.#options = options;
    const { cluster, log } = options;
    this.#redis = new Redis(cluster.redis, log);
    const own = { node: cluster.name, host: cluster.address, port: cluster.port };
    this.#lease = new DeskLease(this.#redis, own, log);
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
    await this.#app?.handOver();
    this.#lease.leave();
  }

  async takeBack(): Promise<void> {
    // The one that took over may have come as far as to raise it. Where PostgreSQL does not answer, what is written
    // later says whether it had.
    await this.#fence.takeBack().catch(() => {});
    this.#handedOver = false;
    await this.#app?.takeBack();
    this.#lease.wait();
  }

  async move(): Promise<void> {
    if (this.#app) await this.#app.move();
    else this.#door?.leave();
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
    const { config, log } = this.#options;
    this.#door = await StandbyDoor.open(config, { port: this.#port, shared: canSharePorts });
    this.#port = this.#door.port;
    log.info({ desk: this.#lease.desk?.node ?? null }, 'standing by');
    this.#lease.wait();
  }

  async #become(): Promise<void> {
    const { prepared, opened, log } = this.#options;
    const place = { port: this.#port, shared: canSharePorts };
    // Where two cannot listen at once there is no door for a moment.
    if (!canSharePorts) await this.#door?.close();
    const app = await prepared.open({ ...place, fence: this.#fence });
    this.#app = app;
    this.#port = app.port;
    await this.#door?.close();
    log.info({ term: this.#fence.number }, 'this node is the desk');
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
    await this.#app?.close();
    await this.#door?.close();
    await this.#lease.close();
    await this.#redis.close();
  }
}
