import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Postgres } from '../../support/Postgres.ts';
import { Redis } from '../../support/Redis.ts';
import type { App } from '../App.ts';
import type { Host } from '../Host.ts';
import type { Lab } from '../Lab.ts';
import type { Link } from '../Link.ts';
import { Records } from './Records.ts';
import type { Before, Through } from './words.ts';

const front = join(import.meta.dirname, 'front.ts');
const port = 3000;
const nodePort = 7000;
const patienceMs = 30_000;
const names = ['north', 'south'] as const;
// A stage of four is spread, as one of hundreds is.
const listenersOfOneNode = 2;

/** One of the two machines. */
export interface LabNode {
  readonly host: Host;
  readonly link: Link;
  readonly app: App;
}

/** Two machines that are one house; on a third one Redis, PostgreSQL, and the proxy by which visitors come. */
export class TwoNodes {
  readonly street: Host;
  readonly redis: Redis;
  readonly postgres: Postgres;
  readonly records: Records;
  readonly #nodes = new Map<string, LabNode>();
  #front: ChildProcess | undefined;

  private constructor(street: Host, redis: Redis, postgres: Postgres) {
    this.street = street;
    this.redis = redis;
    this.postgres = postgres;
    this.records = new Records(street, postgres);
  }

  static async open(lab: Lab): Promise<TwoNodes> {
    const street = await lab.host('street');
    const places: { name: string; host: Host; link: Link }[] = [];
    for (const name of names) {
      const host = await lab.host(name);
      places.push({ name, host, link: await lab.link(host, street) });
    }
    const redis = await Redis.start({ on: street });
    const postgres = await Postgres.start({ durable: true, on: street });
    const house = new TwoNodes(street, redis, postgres);
    try {
      for (const { name, host, link } of places) {
        const env = {
          ...{ DATABASE_URL: postgres.address('postgres'), REDIS_URL: redis.address },
          ...{ NODE_NAME: name, NODE_ADDRESS: host.address, NODE_PORT: String(nodePort) },
          NODE_LISTENERS: String(listenersOfOneNode),
        };
        const dataDir = join(lab.folder, 'house');
        const app = await lab.serve(host, { supervised: true, workers: 1, dataDir, env });
        house.#nodes.set(name, { host, link, app });
      }
      await house.records.watch();
      await house.#openFront(places.map(({ host }) => host.address));
      await house.settled();
      return house;
    } catch (error) {
      await house.close();
      throw error;
    }
  }

  get all(): readonly LabNode[] {
    return [...this.#nodes.values()];
  }

  /** Which of them has the house, as Redis knows it; undefined: none. */
  async desk(): Promise<LabNode | undefined> {
    const [, asked = ''] = /(\{.*\})/.exec(await this.#askRedis('GET', 'hobnob:desk')) ?? [];
    return asked ? this.#nodes.get(String(JSON.parse(asked).node)) : undefined;
  }

  /** Resolves with who is who when one has the house and uses the workers of the other. */
  async settled(): Promise<{ desk: LabNode; standby: LabNode }> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(100)) {
      const desk = await this.desk().catch(() => undefined);
      const standby = this.all.find((node) => node !== desk);
      if (!desk || !standby) continue;
      const from = `state established src ${standby.host.address}:${nodePort} dst ${desk.host.address}`;
      if ((await standby.host.command('ss', '-tnH', ...from.split(' '))) !== '') return { desk, standby };
    }
    throw new Error('The two nodes do not find each other.');
  }

  /** Ends all lines of visitors, who come by this node from now on. */
  lead({ host }: LabNode): void {
    this.#front?.send({ node: host.address } satisfies Through);
  }

  /** The node at an address. */
  at(address: string): LabNode | undefined {
    return this.all.find(({ host }) => host.address === address);
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map(({ app }) => app.close()));
    await this.redis.end();
    await this.postgres.close();
  }

  async #askRedis(...command: string[]): Promise<string> {
    const where = ['-h', this.street.address, '-p', String(this.redis.port)];
    return await this.street.command('redis-cli', ...where, ...command);
  }

  async #openFront(nodes: readonly string[]): Promise<void> {
    const before: Before = { address: this.street.address, port, nodes };
    const child = this.street.spawn(process.execPath, [front, JSON.stringify(before)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
    });
    await once(child, 'message');
    this.#front = child;
  }
}
