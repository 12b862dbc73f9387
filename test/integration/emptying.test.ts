import { afterEach, expect, test } from 'vitest';
import type { ClusterEngine } from '../../server/cluster/ClusterEngine.ts';
import { Caller } from '../support/Caller.ts';
import { generatorOrNull } from '../support/generatorOrNull.ts';
import { type MediaNodes, openMediaNodes, type TestNode } from '../support/mediaNodes.ts';
import { startServerOver, type TestServer } from '../support/startServer.ts';

// A node that is about to end, and the rules of the house above it: everybody goes elsewhere, and nobody is silent.

/** The program that is all their browsers. */
const program = await generatorOrNull('nodes that empty');
const mediaTest = test.skipIf(program === null);

// Less than it takes them to come over; on a machine that is busy a packet may come late.
const breathMs = 400;
let nodes: MediaNodes;
let server: TestServer<ClusterEngine>;
const callers: Caller[] = [];
afterEach(async () => {
  for (const caller of callers.splice(0)) caller.close();
  await server?.close();
});

/** A house with a room of so many who talk, at home on the second of two nodes or on the first. */
async function open(home: 'lent' | 'own', people: number): Promise<[TestNode, TestNode]> {
  nodes = await openMediaNodes({ listeners: home === 'lent' ? 1_000 : 1 });
  const [own, lent] = nodes.nodes as [TestNode, TestNode];
  own.load = home === 'own' ? 0 : 0.1;
  server = await startServerOver(nodes.cluster);
  const [first, ...others] = await Promise.all(
    Array.from({ length: people }, (_, index) => server.person(`Number ${index}`)),
  );
  if (!first) throw new Error('Nobody came.');
  const { slug } = await first.openRoom();
  for (const client of [first, ...others])
    callers.push(await Caller.enter(client, { slug, program: program ?? '' }));
  own.load = 0;
  return [own, lent];
}

const everybodyHears = async (voices: number) => {
  for (const caller of callers) await expect.poll(() => caller.hears(), { timeout: 10_000 }).toBe(voices);
};
/** For how long each one did not hear so many. */
const silencesUntil = (voices: number, over: Promise<unknown>) =>
  Promise.all(callers.map((caller) => caller.longestSilence(voices, over)));
const isEmpty = (node: TestNode) =>
  expect.poll(async () => (await node.count()).routers, { timeout: 20_000, interval: 50 }).toBe(0);

mediaTest(
  'a room whose home is about to end goes elsewhere with everybody, and nobody is silent meanwhile',
  { timeout: 60_000 },
  async () => {
    const [own, lent] = await open('lent', 3);
    await everybodyHears(2);
    expect(await lent.count()).toMatchObject({ routers: 1, producers: 3 });
    lent.draining = true;
    expect(Math.max(...(await silencesUntil(2, isEmpty(lent))))).toBeLessThan(breathMs);
    await everybodyHears(2);
    expect(await own.count()).toMatchObject({ routers: 1, producers: 3, transports: 6, consumers: 6 });
    for (const { moves, problems, client } of callers)
      expect([moves, problems, client.socket.connected]).toEqual([1, [], true]);
  },
);

mediaTest(
  'who listens on a node that is about to end listens elsewhere without silence; who talks too is heard meanwhile',
  { timeout: 60_000 },
  async () => {
    // One after the other sits where there is least to do: at home, on the other node, at home, on the other node.
    const [own, lent] = await open('own', 2);
    const { slug } = callers[0]?.seat.room ?? {};
    if (!slug) throw new Error('Nobody came.');
    for (const name of ['Listener', 'Other listener']) {
      const client = await server.person(name);
      callers.push(await Caller.enter(client, { slug, program: program ?? '', talks: false }));
    }
    const all = () => Promise.all(callers.map((caller) => caller.hears()));
    await expect.poll(all).toEqual([1, 1, 2, 2]);
    expect(await lent.count()).toMatchObject({ routers: 1, consumers: 1 + 2 });
    lent.draining = true;
    const emptied = isEmpty(lent);
    const silences = [1, 1, 2, 2].map((voices, index) => callers[index]?.longestSilence(voices, emptied));
    const [home, talker, alsoHome, listener] = await Promise.all(silences);
    expect(Math.max(home ?? 0, alsoHome ?? 0, listener ?? 0)).toBeLessThan(breathMs);
    // What they hear is looked for anew, as when a worker dies.
    expect(talker).toBeLessThan(1_000);
    await expect.poll(all).toEqual([1, 1, 2, 2]);
    expect(await own.count()).toMatchObject({ routers: 1, producers: 2, consumers: 1 + 1 + 2 + 2 });
    expect(callers.map(({ moves }) => moves)).toEqual([0, 1, 0, 1]);
    expect(callers.flatMap(({ problems }) => problems)).toEqual([]);
  },
);
