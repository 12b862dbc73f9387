import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from './cluster/Redis.ts';
import type { Registry } from './cluster/Registry.ts';
import type { MediaEngine } from './media/api.ts';
import { drainLimitMs } from './supervisor/messages.ts';

/** What a node that is about to end still has. */
export interface Left {
  readonly rooms: number;
  readonly transports: number;
}

/** Nobody could go anywhere, or whoever was to take over did not: all goes on as before. */
export class NowhereToGo extends Error {}

const lookMs = 250;
// A desk that has not heard of it may still send somebody here.
const emptyForMs = 3_000;

/** Throws `NowhereToGo` where no other node could take anybody, or would not hear of it. */
export async function requireOthers({ reached }: Pick<Redis, 'reached'>, registry: Registry): Promise<void> {
  if (!reached) throw new NowhereToGo('Redis does not answer: the other nodes would not hear of it.');
  // One may have come a moment ago.
  await registry.tell();
  if (registry.nodes.every(({ draining }) => draining))
    throw new NowhereToGo('No other node of this house is up: there is nowhere to go.');
}

/** Says what is left in these workers; resolves when nothing has been for a while, or the time is over. */
export async function emptied(
  media: Pick<MediaEngine, 'usage'>,
  tell: (left: Left) => void,
  limitMs = drainLimitMs,
): Promise<void> {
  const began = performance.now();
  let usedAt = began;
  for (;;) {
    const { routers: rooms, transports } = await media.usage();
    const now = performance.now();
    if (rooms > 0) usedAt = now;
    tell({ rooms, transports });
    if (now - usedAt >= emptyForMs || now - began >= limitMs) return;
    await sleep(lookMs);
  }
}

/** Waits until something is so; false: it was not in time. */
export async function within(ms: number, what: () => boolean | Promise<boolean>): Promise<boolean> {
  const until = performance.now() + ms;
  while (!(await what())) {
    if (performance.now() >= until) return false;
    await sleep(lookMs / 5);
  }
  return true;
}
