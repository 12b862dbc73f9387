import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareApp } from '../../server/app.ts';
import { ClusterNode } from '../../server/ClusterNode.ts';
import { readConfig } from '../../server/config.ts';
import type { ClientFiles } from '../../server/http/parts.ts';
import type { PreparedApp } from '../../server/RunningApp.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import { Client } from '../support/Client.ts';
import { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { freePort } from '../support/freePort.ts';
import { RecordingLog } from '../support/RecordingLog.ts';
import { Redis } from '../support/Redis.ts';
import { emptyDatabase } from './stores.ts';

const client: ClientFiles = { index: async () => '', serve: (_request, _response, next) => next() };

let redis: Redis;
let database: Awaited<ReturnType<typeof emptyDatabase>>;
let folder: string;
const nodes = new Set<ClusterNode>();
beforeEach(async () => {
  [redis, database] = [await Redis.start(), await emptyDatabase()];
  folder = mkdtempSync(join(tmpdir(), 'hobnob-taking-back-'));
});
afterEach(async () => {
  for (const node of nodes) await node.close();
  nodes.clear();
  rmSync(folder, { recursive: true });
  await redis.end();
  await database.remove();
});

/** A machine of the house, on which a process after the other may be a node. */
class MachineOfHouse {
  readonly name: string;
  readonly #nodePort: number;
  /** Why its processes could not go on. */
  readonly ends: string[] = [];

  private constructor(name: string, nodePort: number) {
    [this.name, this.#nodePort] = [name, nodePort];
  }

  static async get(name: string): Promise<MachineOfHouse> {
    return new MachineOfHouse(name, await freePort());
  }

  async start({ alone = true, open }: { alone?: boolean; open?: PreparedApp['open'] } = {}) {
    const config = readConfig({
      ...{ HOST: '127.0.0.1', PORT: '0', DATA_DIR: folder, SHUTDOWN_TIMEOUT: '2', FULL_AT: 'off' },
      ...{ DATABASE_URL: database.address, REDIS_URL: redis.address, RATE_SCALE: '100000' },
      ...{ NODE_NAME: this.name, NODE_ADDRESS: '127.0.0.1', NODE_PORT: String(this.#nodePort) },
    });
    if (!config.cluster) throw new Error('no node');
    const log = new RecordingLog();
    const prepared = await prepareApp(config, log, { media: new FakeMediaEngine(), client });
    const over = (sentence: string) => void this.ends.push(sentence);
    const parts = { config, cluster: config.cluster, log, opened: () => {}, over };
    const node = await ClusterNode.open(
      { ...parts, prepared: open ? { ...prepared, open } : prepared },
      { port: 0, alone },
    );
    nodes.add(node);
    return node;
  }
}

/** Comes as far as to have the house, and no further. */
const failing: PreparedApp['open'] = async ({ fence }) => {
  const store = await SqlStore.open(database.address, fence);
  await store.close();
  throw new Error('nothing came of it');
};

const lease = () => redis.ask('GET', 'hobnob:desk');

/** Somebody comes to this node, whose name is written down. */
async function visit({ port }: ClusterNode): Promise<void> {
  const visitor = await Client.connect(`http://127.0.0.1:${port}`);
  await visitor.callMe('Ann');
  visitor.close();
}

test('a deploy of the desk that fails leaves the house where it is, though another node stands by', async () => {
  const [north, south] = [await MachineOfHouse.get('north'), await MachineOfHouse.get('south')];
  const desk = await north.start();
  const standby = await south.start();
  await desk.handOver();
  await expect(north.start({ alone: false, open: failing })).rejects.toThrow('nothing came of it');
  // Nobody is given it until the one before has it again.
  expect(await lease()).toContain('north');
  await desk.takeBack();
  await visit(desk);
  expect([desk.isDesk, standby.isDesk, north.ends, south.ends]).toEqual([true, false, [], []]);
});

test('a desk that handed over ends where another node has the house by now, which goes on', async () => {
  const [north, south] = [await MachineOfHouse.get('north'), await MachineOfHouse.get('south')];
  const former = await north.start();
  const desk = await south.start();
  await former.handOver();
  await expect.poll(() => desk.isDesk, { timeout: 10_000 }).toBe(true);
  await former.takeBack();
  await visit(desk);
  expect(north.ends).toEqual([expect.stringContaining('south')]);
  expect(south.ends).toEqual([]);
});

test('a second start with the settings of the desk takes nothing from it', async () => {
  const north = await MachineOfHouse.get('north');
  const desk = await north.start();
  const before = await lease();
  await expect(north.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(await lease()).toBe(before);
  await visit(desk);
  expect(north.ends).toEqual([]);
});
