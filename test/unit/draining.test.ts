import { expect, test } from 'vitest';
import type { NodeCard } from '../../server/cluster/Registry.ts';
import { type Giving, giveDesk } from '../../server/giveDesk.ts';
import { emptied, NowhereToGo, requireOthers } from '../../server/NodeDrain.ts';
import { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { RecordingLog } from '../support/RecordingLog.ts';

const south: NodeCard = {
  ...{ name: 'south', host: '10.0.0.2', port: 7000, words: 'one', draining: false, load: 0 },
};
const place = { node: 'south', process: 'p', host: '10.0.0.2', port: 7000 };

/** Gives a house away, and says what came of it. */
async function give(said: { other?: typeof place | null; fails?: string; reached?: boolean }) {
  const steps: string[] = [];
  const step = (name: string) => async () => {
    steps.push(name);
    if (said.fails === name) throw new Error(`no ${name}`);
  };
  const log = new RecordingLog();
  const { other = null } = said;
  const giving: Giving = {
    app: { handOver: step('handOver'), move: step('move'), close: step('close') },
    lease: { give: step('give'), take: async () => other === null, other },
    reachesDesk: async () => said.reached ?? true,
    ...{ passOn: step('passOn'), takeBack: step('takeBack'), log },
    patience: { readMs: 0, openMs: 50, reachMs: 100 },
  };
  const problem = await giveDesk(giving).catch((error: unknown) => error);
  return { steps: steps.join(' '), problem, log };
}

test('a house that another node opened is left to it', async () => {
  const given = await give({ other: place });
  expect(given).toMatchObject({ steps: 'handOver give passOn move close', problem: undefined });
});

test('a house that nobody takes is taken back', async () => {
  const { steps, problem } = await give({ other: null });
  expect(steps).toBe('handOver give takeBack');
  expect(problem).toBeInstanceOf(NowhereToGo);
});

test('everybody is sent to a desk in the end that this node alone does not reach', async () => {
  const { steps, problem, log } = await give({ other: place, reached: false });
  expect([steps, problem]).toEqual(['handOver give passOn move close', undefined]);
  expect(log.at('error')).toHaveLength(1);
});

test('what fails before another node has the house is taken back, and what fails later is no way back', async () => {
  for (const fails of ['handOver', 'give']) {
    const { steps, problem } = await give({ fails });
    expect(steps).toMatch(/takeBack$/);
    expect(problem).toMatchObject({ message: `no ${fails}` });
  }
  for (const fails of ['passOn', 'move', 'close']) {
    const { steps, problem, log } = await give({ other: place, fails });
    expect([steps, problem]).toEqual(['handOver give passOn move close', undefined]);
    expect(log.at('error')).toHaveLength(1);
  }
});

test('a house is given only where another node is reached that does not drain itself', async () => {
  const redis = { reached: true };
  const registry = { tell: async () => {}, nodes: [south, { ...south, name: 'west', draining: true }] };
  await requireOthers(redis, registry);
  await requireOthers(redis, registry, async ({ name }) => name === 'south');
  await expect(requireOthers(redis, registry, async ({ name }) => name === 'west')).rejects.toThrow(
    'south (10.0.0.2:7000)',
  );
  await expect(requireOthers(redis, { ...registry, nodes: [] })).rejects.toThrow(NowhereToGo);
});

const limits = { emptyMs: 50, aloneMs: 300 };
const withinMs = 60_000;

test('a node that drains ends when it is empty', async () => {
  const told: object[] = [];
  const media = new FakeMediaEngine();
  const tell = (left: object) => told.push(left);
  await emptied({ ...{ media, tell, limits, withinMs }, lease: { desk: place }, registry: { nodes: [] } });
  expect(told).toContainEqual({ rooms: 0, transports: 0 });
});

test('a node that drains stays where the desk is gone and nobody else can be it', async () => {
  const media = new FakeMediaEngine();
  const registry = { nodes: [{ ...south, draining: true }] };
  await expect(
    emptied({ ...{ media, tell: () => {}, limits, withinMs, registry }, lease: { desk: null } }),
  ).rejects.toThrow(NowhereToGo);
});
