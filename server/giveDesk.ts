import { setTimeout as sleep } from 'node:timers/promises';
import type { DeskLease } from './cluster/DeskLease.ts';
import { RedisGone } from './cluster/Redis.ts';
import { cardEveryMs } from './cluster/Registry.ts';
import { NowhereToGo, within } from './NodeDrain.ts';
import type { NodeLinks } from './NodeLinks.ts';
import type { RunningApp } from './RunningApp.ts';

/** What it takes to give a house to another node. */
export interface Giving {
  readonly name: string;
  readonly app: RunningApp;
  readonly lease: DeskLease;
  readonly links: NodeLinks | undefined;
  /** Passes on whoever comes to this node from now on. */
  readonly passOn: () => Promise<void>;
  /** Goes on as the desk. */
  readonly takeBack: () => Promise<void>;
}

// By then another node has opened the house, in most cases.
const patienceMs = 10_000;

/** Has another node be the desk, and everybody go there. Throws `NowhereToGo` where none takes over, with all as it was. */
export async function giveDesk({ name, app, lease, links, passOn, takeBack }: Giving): Promise<void> {
  // By then all others have read that this node drains, and cut nobody off.
  await sleep(1.2 * cardEveryMs);
  await app.handOver();
  await lease.give();
  const isOpen = async () => {
    const { desk } = lease;
    return desk !== null && desk.node !== name && ((await links?.passOn().reachesDesk()) ?? true);
  };
  while (!(await within(patienceMs, isOpen))) {
    // Another one may have it, and be slow, or about to give up.
    if (!(await isStillOurs(lease))) continue;
    await takeBack();
    throw new NowhereToGo('No other node took over: this one goes on as the desk.');
  }
  links?.endDesk();
  await passOn();
  await app.move();
  await app.close();
}

async function isStillOurs(lease: DeskLease): Promise<boolean> {
  try {
    return await lease.take();
  } catch (error) {
    // Nobody else was given it either.
    if (error instanceof RedisGone) return true;
    throw error;
  }
}
