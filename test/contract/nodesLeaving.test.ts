import { afterEach, beforeEach, expect, test } from 'vitest';
import { generatorOrNull } from '../support/generatorOrNull.ts';
import { MediaCrowd } from '../support/MediaCrowd.ts';
import { type MediaNodes, openMediaNodes, type TestNode } from '../support/mediaNodes.ts';

/** The program that is all their browsers. */
const program = await generatorOrNull('nodes that are about to end');

let house: MediaNodes;
let crowd: MediaCrowd;
beforeEach(async () => {
  if (program !== null) crowd = await MediaCrowd.open(program);
});
afterEach(async () => {
  crowd?.close();
  await house?.close();
});

test.skipIf(program === null)(
  'a node that is about to end gets no room and no listener more, and is asked for what it has',
  async () => {
    house = await openMediaNodes({ count: 3 });
    const [near, far] = house.nodes as [TestNode, TestNode];
    const room = await house.openRoom();
    const voices = [await crowd.speaker(room)];
    // Here, on the one, on the other.
    for (let count = 0; count < 3; count++) await crowd.listener(room, voices);
    const leaving: unknown[] = [];
    room.on('leaving', (listeners) => leaving.push(listeners));
    const before = await far.count();
    expect(before.consumers).toBe(1);
    // It has the least to do, and gets nothing for all that.
    [near.load, far.load, far.draining] = [0.9, 0, true];
    const others = await Promise.all([house.openRoom(), house.openRoom()]);
    for (let count = 0; count < 3; count++) await crowd.listener(room, voices);
    expect(await far.count()).toEqual(before);
    await expect.poll(() => leaving.flat()).toHaveLength(1);
    for (const other of others) other.close();
  },
);
