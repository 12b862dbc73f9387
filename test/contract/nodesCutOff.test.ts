import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MediaRoom } from '../../server/media/api.ts';
import { generatorOrNull } from '../support/generatorOrNull.ts';
import { MediaCrowd, type Speaker } from '../support/MediaCrowd.ts';
import { type MediaNodes, type NodesOptions, openMediaNodes, type TestNode } from '../support/mediaNodes.ts';

/** The program that is all their browsers. */
const program = await generatorOrNull('nodes without a way for media');

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

/** Opens a house in which the second who listens is on another node, and a room whose home is here. */
async function open(options: NodesOptions = {}): Promise<[TestNode, TestNode]> {
  house = await openMediaNodes(options);
  room = await house.openRoom();
  return house.nodes as [TestNode, TestNode];
}

const speakers = (count: number) => crowd.speakers(room, count);
const listeners = (count: number, voices: readonly Speaker[]) => crowd.listeners(room, count, voices);
const hearing = (expected: number) => crowd.hears(expected);

const nothing = { routers: 0, transports: 0, producers: 0, consumers: 0 };
const cutTest = test.skipIf(program === null);

cutTest(
  'where no media comes through to a node everybody hears at home, and it is said in a sentence',
  async () => {
    const [near, far] = await open({ againMs: 0 });
    far.cut = true;
    const voices = await speakers(1);
    voices[0]?.talk();
    await listeners(2, voices);
    await hearing(2);
    expect(await far.count()).toMatchObject(nothing);
    expect(await near.count()).toMatchObject({ transports: 3, consumers: 2 });
    expect(house.log.lines.map(({ message }) => message)).toContain(
      'no media passes between two nodes: open UDP ports 10000 to 59999 between their NODE_ADDRESSes',
    );
    far.cut = false;
    await listeners(1, voices);
    await hearing(3);
    expect(await far.count()).toMatchObject({ producers: 1, consumers: 1 });
  },
);

cutTest(
  'whoever is on a node that media reaches no more hears again at home, and nobody is sent there',
  async () => {
    const [near, far] = await open({ workers: 2, inNode: 1 });
    const voices = await speakers(1);
    voices[0]?.talk();
    const people = await listeners(4, voices);
    await hearing(4);
    far.cut = true;
    const lost = once(room, 'lost');
    process.kill(firstOf(far.pids()), 'SIGKILL');
    await lost;
    const cutOff = once(room, 'lost');
    const [, one, , other] = people;
    if (!one || !other) throw new Error('Four came.');
    await expect(crowd.listen(one, voices)).rejects.toMatchObject({ code: 'media_unavailable' });
    await cutOff;
    for (const listener of [one, other]) await crowd.listen(listener, voices);
    await listeners(1, voices);
    await hearing(5);
    expect(await far.count()).toMatchObject(nothing);
    expect((await near.count()).producers).toBeGreaterThan(0);
  },
);

function firstOf(pids: readonly number[]): number {
  const [pid] = pids;
  if (pid === undefined) throw new Error('No room was opened there.');
  return pid;
}
