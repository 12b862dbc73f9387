import { expect, test } from 'vitest';
import { RedisGone } from '../../../server/cluster/Redis.ts';
import { regainDesk } from '../../../server/regainDesk.ts';
import { Fence, type FenceKeeper } from '../../../server/store/Fence.ts';

/** The number of a house; who asks for it waits as long as a test wants. */
class NumberKept implements FenceKeeper {
  number = 0;
  /** What is done between the question and the answer. */
  between: { readonly first: () => Promise<void>; readonly answers: 'before' | 'after' } | undefined;

  async raise(): Promise<number> {
    return ++this.number;
  }

  async read(): Promise<number> {
    const { number: before, between } = this;
    this.between = undefined;
    await between?.first();
    return between?.answers === 'before' ? before : this.number;
  }
}

async function aDesk() {
  const lost: true[] = [];
  const [fence, keeper] = [new Fence({ lost: () => lost.push(true) }), new NumberKept()];
  await fence.take(keeper);
  return { fence, keeper, lost };
}

const place = { node: 'south', process: 'p', host: '127.0.0.1', port: 7000 };
const ours = { take: async () => true, other: null };
const theirs = { take: async () => false, other: place };

test.for(['before', 'after'] as const)(
  'whoever takes back while the number is asked for has lost nothing to itself, when the answer is that of %s',
  async (answers) => {
    const { fence, keeper, lost } = await aDesk();
    keeper.between = { first: () => fence.takeBack(), answers };
    await fence.check();
    expect(lost).toEqual([]);
    await fence.check();
    expect([lost, fence.number]).toEqual([[], 2]);
    keeper.number++;
    await fence.check();
    expect(lost).toEqual([true]);
  },
);

test('a desk whose follower failed is the desk again', async () => {
  const { fence, keeper } = await aDesk();
  expect(await regainDesk(ours, fence)).toBeNull();
  // It came as far as to raise the number.
  await keeper.raise();
  expect(await regainDesk(ours, fence)).toBeNull();
  expect(fence.number).toBe(keeper.number);
});

test('a desk does not come back beside another one, nor after one of which it knows nothing', async () => {
  const { fence, keeper } = await aDesk();
  await keeper.raise();
  expect(await regainDesk(theirs, fence)).toBe('south is the desk');
  await keeper.raise();
  expect(await regainDesk(ours, fence)).toBe('another one wrote meanwhile');
  // Whoever has the house is not kept from writing.
  expect(keeper.number).toBe(3);
});

test('without Redis nobody else was given the house, so the desk goes on', async () => {
  const { fence, keeper } = await aDesk();
  const take = () => Promise.reject(new RedisGone('Redis is not there.'));
  expect(await regainDesk({ take, other: null }, fence)).toBeNull();
  expect(keeper.number).toBe(2);
});
