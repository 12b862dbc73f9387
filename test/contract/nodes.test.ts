import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MediaRoom } from '../../server/media/api.ts';
import { generatorOrNull } from '../support/generatorOrNull.ts';
import { type Listener, MediaCrowd, type Speaker } from '../support/MediaCrowd.ts';
import { type MediaNodes, type NodesOptions, openMediaNodes, type TestNode } from '../support/mediaNodes.ts';
import { socketsOf, udpSockets } from '../support/udpSockets.ts';

/** The program that is all their browsers. */
const program = await generatorOrNull('rooms on several nodes');

let house: MediaNodes;
let crowd: MediaCrowd;
let room: MediaRoom;
beforeEach(async () => {
  if (program !== null) crowd = await MediaCrowd.open(program);
});
afterEach(async () => {
  crowd?.close();
  await house?.close();
});

/** Opens a house in which the second who listens is on another node, and a room whose home is there or here. */
async function open(home: 'own' | 'lent', options: NodesOptions = {}): Promise<[TestNode, TestNode]> {
  house = await openMediaNodes(options);
  const [own, lent] = house.nodes as [TestNode, TestNode];
  own.load = home === 'own' ? 0 : 0.1;
  room = await house.openRoom();
  own.load = 0;
  return home === 'own' ? [own, lent] : [lent, own];
}

const speakers = (count: number) => crowd.speakers(room, count);
const listeners = (count: number, voices: readonly Speaker[]) => crowd.listeners(room, count, voices);
const hearing = (expected: number) => crowd.hears(expected);

const nothing = { routers: 0, transports: 0, producers: 0, consumers: 0 };
const nodesTest = test.skipIf(program === null);

nodesTest.each(['own', 'lent'] as const)(
  'an audience on two nodes hears every voice, each brought over once, with the home on the %s node',
  async (home) => {
    const [near, far] = await open(home);
    const voices = await speakers(3);
    await listeners(6, voices);
    for (const { talk } of voices) talk();
    await hearing(18);
    await wait(500);
    expect(await crowd.counted()).toMatchObject({ hearing: 18, lost: 0, rejected: 0 });
    expect(await near.count()).toMatchObject({ transports: 3 + 3 + 1, producers: 3, consumers: 3 * 3 + 3 });
    expect(await far.count()).toMatchObject({ transports: 3 + 1, producers: 3, consumers: 3 * 3 });
    room.close();
    await expect.poll(async () => await house.cluster.count()).toMatchObject(nothing);
  },
);

nodesTest(
  'a node that dies takes along who listened there, who come back elsewhere; nobody else notices',
  async () => {
    const [near, far] = await open('own');
    const voices = await speakers(1);
    const [here, there, alsoHere, alsoThere] = await listeners(4, voices);
    if (!here || !there || !alsoHere || !alsoThere) throw new Error('Four came.');
    voices[0]?.talk();
    await hearing(4);
    const lost = once(room, 'lost');
    // As its line does when it ends, before the cluster leaves it out.
    const removed = far.vanish();
    expect(await lost).toEqual([[], [there.id, alsoThere.id]]);
    await removed;
    // As who did not hear of it asks, having come back after that.
    const heldOf = ({ peer, transportIds }: Listener) =>
      transportIds.map((transport) => peer.holds(transport));
    expect([heldOf(here), heldOf(there)]).toEqual([[true], [false]]);
    for (const transport of there.transportIds)
      await expect(there.peer.restartIce(transport)).rejects.toMatchObject({ code: 'not_found' });
    await hearing(2);
    far.load = 1;
    near.load = 0;
    for (const listener of [there, alsoThere]) await crowd.listen(listener, voices);
    await hearing(4);
    expect(await near.count()).toMatchObject({ transports: 1 + 4, producers: 1, consumers: 4 });
  },
);

nodesTest(
  'when the node dies where a room is at home it has died, and nothing of it is left on the others',
  async () => {
    const [near, far] = await open('lent');
    const voices = await speakers(2);
    const [, there] = await listeners(2, voices);
    if (!there) throw new Error('Two came.');
    for (const { talk } of voices) talk();
    await hearing(4);
    const ended = Promise.all(voices.map(({ peer }) => once(peer, 'producerClosed')));
    const died = once(room, 'died');
    await near.vanish();
    await died;
    await ended;
    await expect(there.peer.ensureReceive()).rejects.toMatchObject({ code: 'media_unavailable' });
    await expect.poll(async () => await far.count()).toMatchObject(nothing);
  },
);

nodesTest.each(['own', 'lent'] as const)(
  'a worker that dies under listeners, with the home on the %s node, loses them, and they hear again',
  async (home) => {
    const [, far] = await open(home, { workers: 2, inNode: 1 });
    const voices = await speakers(2);
    // One at home, and on the other node one on each worker.
    const people = await listeners(4, voices);
    for (const { talk } of voices) talk();
    await hearing(8);
    const ids = new Set<string>();
    room.on('lost', (senders, lost) => {
      expect(senders).toEqual([]);
      for (const id of lost) ids.add(id);
    });
    // Where the pipe ends: whoever is on the other worker of that node hears nothing more either.
    process.kill(firstOf(far.pids()), 'SIGKILL');
    const elsewhere = [people[1], people[3]].map((listener) => listener?.id);
    await expect.poll(() => [...ids].sort()).toEqual(elsewhere.sort());
    for (const listener of [people[1], people[3]]) if (listener) await crowd.listen(listener, voices);
    await hearing(8);
    room.close();
    await expect.poll(async () => await house.cluster.count()).toMatchObject(nothing);
  },
);

nodesTest.each(['own', 'lent'] as const)(
  'of many open microphones as many cross as may be heard, with the home on the %s node',
  async (home) => {
    await open(home);
    const voices = await speakers(3);
    await listeners(4, voices);
    room.limitVoices(2);
    const [first, second, third] = voices as [Speaker, Speaker, Speaker];
    first.talk();
    second.talk();
    await hearing(8);
    // Somebody who comes now takes all three, of which two arrive.
    await listeners(2, voices);
    third.talk();
    await hearing(12);
    first.hush();
    await hearing(12);
    second.hush();
    await hearing(6);
    room.limitVoices(null);
    first.talk();
    second.talk();
    await hearing(18);
  },
);

nodesTest(
  'a voice that is muted is silent on every node, and heard on every node when it is opened',
  async () => {
    await open('lent');
    const voices = await speakers(2);
    await listeners(4, voices);
    const [first, second] = voices as [Speaker, Speaker];
    first.talk();
    second.talk();
    await hearing(8);
    expect(await first.peer.setPaused(first.producerId, true)).toBe(true);
    await hearing(4);
    await listeners(2, voices);
    await hearing(6);
    expect(await first.peer.setPaused(first.producerId, false)).toBe(true);
    await hearing(12);
  },
);

nodesTest.each(['own', 'lent'] as const)(
  'a track that ends, or that nobody takes any more, is gone on every node, with the home on the %s node',
  async (home) => {
    const [near, far] = await open(home);
    const voices = await speakers(2);
    const [first, second] = voices as [Speaker, Speaker];
    const [, there] = await listeners(2, voices);
    if (!there) throw new Error('Two came.');
    expect(await far.count()).toMatchObject({ producers: 2, consumers: 2 });
    for (let round = 0; round < 10; round++) {
      there.peer.forget([first.producerId]);
      await crowd.listen(there, voices);
    }
    expect(await far.count()).toMatchObject({ producers: 2, consumers: 2 });
    const [consumer] = await there.peer.consume([first.producerId]);
    if (!consumer) throw new Error('It is there.');
    there.peer.closeConsumers([consumer.id]);
    await expect.poll(async () => (await far.count()).producers).toBe(1);
    await expect.poll(() => near.count()).toMatchObject({ producers: 2, consumers: 2 + 1 });
    await crowd.listen(there, voices);
    first.talk();
    second.talk();
    await hearing(4);
    first.peer.closeProducer(first.producerId);
    await expect.poll(async () => (await far.count()).producers).toBe(1);
    second.peer.close();
    await expect.poll(async () => (await far.count()).producers).toBe(0);
    await expect.poll(() => near.count()).toMatchObject({ producers: 0, consumers: 0 });
  },
);

nodesTest('a node that nobody of a room listens on any more is given back, and used again', async () => {
  const [near, far] = await open('own');
  const voices = await speakers(1);
  voices[0]?.talk();
  for (let round = 0; round < 3; round++) {
    const people = await listeners(2, voices);
    await hearing(2);
    expect(await far.count()).toMatchObject({ routers: 1, transports: 2, producers: 1 });
    for (const { peer } of people) peer.close();
    await expect.poll(async () => await far.count()).toMatchObject(nothing);
    await expect.poll(() => near.count()).toMatchObject({ transports: 1, producers: 1, consumers: 0 });
  }
});

nodesTest('who comes to a node that is busy listens on one that is not, however few they are', async () => {
  const [near, far] = await open('own', { listeners: 1_000 });
  const voices = await speakers(1);
  voices[0]?.talk();
  await listeners(2, voices);
  expect(await far.count()).toMatchObject(nothing);
  near.load = 0.8;
  far.load = 0.6;
  const [third] = await listeners(1, voices);
  await hearing(3);
  expect(await far.count()).toMatchObject({ routers: 1, producers: 1, consumers: 1 });
  // Both are busy: then the one where the fewest are.
  far.load = 0.9;
  await listeners(1, voices);
  await hearing(4);
  expect(await far.count()).toMatchObject({ consumers: 2 });
  // And where there is time again, there.
  near.load = 0.1;
  await listeners(1, voices);
  await hearing(5);
  expect(await far.count()).toMatchObject({ consumers: 2 });
  third?.peer.close();
});

nodesTest('rooms come and go with their people on three nodes, and leave nothing behind', async () => {
  await open('own', { count: 3 });
  room.close();
  for (let round = 0; round < 3; round++) {
    room = await house.openRoom();
    const voices = await speakers(2);
    // All at once: they meet on nodes that are just being added.
    const people = await Promise.all(Array.from({ length: 6 }, () => crowd.listener(room, voices)));
    expect((await house.cluster.count()).routers).toBeGreaterThan(1);
    for (const { peer } of people.slice(round)) peer.close();
    room.close();
  }
  await expect.poll(async () => await house.cluster.count()).toMatchObject({ routers: 0, consumers: 0 });
});

nodesTest('a pipe listens at the address of its node and nowhere else', async () => {
  const [near, far] = await open('own');
  const voices = await speakers(1);
  const before = new Set(udpSockets().map(({ inode }) => inode));
  await listeners(2, voices);
  expect(await far.count()).toMatchObject({ producers: 1 });
  const openedBy = (pid: number) => {
    const own = new Set(socketsOf(pid));
    const opened = udpSockets().filter(({ inode }) => own.has(inode) && !before.has(inode));
    return opened.map(({ host }) => host);
  };
  // As the kernel writes 127.0.0.1 and 127.0.0.2.
  expect(openedBy(firstOf(near.pids()))).toEqual(['0100007F']);
  expect(openedBy(firstOf(far.pids()))).toEqual(['0200007F']);
});

function firstOf(pids: readonly number[]): number {
  const [pid] = pids;
  if (pid === undefined) throw new Error('No room was opened there.');
  return pid;
}
