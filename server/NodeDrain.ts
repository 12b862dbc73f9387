import { setTimeout as sleep } from 'node:timers/promises';
import type { DeskLease } from './cluster/DeskLease.ts';
import type { NodeEntry } from './cluster/NodeDirectory.ts';
import type { Redis } from './cluster/Redis.ts';
import type { Registry } from './cluster/Registry.ts';
import type { MediaEngine } from './media/api.ts';

/** What a node that is about to end still has. */
export interface Left {
  readonly rooms: number;
  readonly transports: number;
}

/** Nobody could go anywhere, or whoever was to take over did not: all goes on as before. */
export class NowhereToGo extends Error {}

const lookMs = 250;
// A desk that has not heard of it may still send somebody here. One that died is known to be gone by then.
const emptyForMs = 4_000;
// Nodes that died with the desk are off the list by then.
const alonePatienceMs = 6_000;

/**
 * Throws `NowhereToGo` where no other node could take anybody, or would not hear of it. Whoever gives the house away asks
 * which ones are reached.
 */
export async function requireOthers(
  { reached }: Pick<Redis, 'reached'>,
  registry: Pick<Registry, 'tell' | 'nodes'>,
  reaches: (node: NodeEntry) => Promise<boolean> = async () => true,
): Promise<void> {
  if (!reached) throw new NowhereToGo('Redis does not answer: the other nodes would not hear of it.');
  // One may have come a moment ago.
  await registry.tell();
  const others = registry.nodes.filter(({ draining }) => !draining);
  if (others.length === 0)
    throw new NowhereToGo('No other node of this house is up: there is nowhere to go.');
  if ((await Promise.all(others.map(reaches))).includes(true)) return;
  const places = others.map(({ name, host, port }) => `${name} (${host}:${port})`).join(', ');
  throw new NowhereToGo(`No other node can be reached from here: ${places}.`);
}

/** What is drained: workers whose rooms go elsewhere, as long as there is anywhere to go. */
export interface Emptied {
  readonly media: Pick<MediaEngine, 'usage'>;
  readonly lease: Pick<DeskLease, 'desk'>;
  readonly registry: Pick<Registry, 'nodes'>;
  readonly tell: (left: Left) => void;
  /** It is over after this time, whatever is left. */
  readonly withinMs: number;
  /** Tests wait less. */
  readonly limits?: { readonly emptyMs: number; readonly aloneMs: number };
}

const usualLimits = { emptyMs: emptyForMs, aloneMs: alonePatienceMs };

/**
 * Says what is left in these workers; resolves when nothing has been for a while, or the time is over. Throws
 * `NowhereToGo` where the house has no desk any more and nobody else can be it.
 */
export async function emptied({
  media,
  lease,
  registry,
  tell,
  withinMs,
  limits = usualLimits,
}: Emptied): Promise<void> {
  const began = performance.now();
  let [usedAt, guidedAt] = [began, began];
  for (;;) {
    const { routers: rooms, transports } = await media.usage();
    const now = performance.now();
    // What a desk that died had here has ended, and the next one may want it.
    if (rooms > 0 || !lease.desk) usedAt = now;
    if (lease.desk || registry.nodes.some(({ draining }) => !draining)) guidedAt = now;
    tell({ rooms, transports });
    if (now - guidedAt >= limits.aloneMs)
      throw new NowhereToGo('The house has no desk and no other node: this one takes it.');
    if (now - usedAt >= limits.emptyMs || now - began >= withinMs) return;
    await sleep(lookMs);
  }
}

/** Has what a node that stands by lends to others go elsewhere: they hear that it drains, and it is given no lease. */
export async function lendNothing(
  parts: Emptied & {
    readonly lease: Pick<DeskLease, 'watch'>;
    readonly registry: Pick<Registry, 'tell'>;
  },
): Promise<void> {
  await parts.registry.tell();
  parts.lease.watch();
  await emptied(parts);
}

/** Waits until something is so, and asks ever less often; false: it was not in time. */
export async function within(ms: number, what: () => boolean | Promise<boolean>): Promise<boolean> {
  const until = performance.now() + ms;
  let pauseMs = lookMs / 5;
  while (!(await what())) {
    if (performance.now() >= until) return false;
    await sleep(pauseMs);
    pauseMs = Math.min(1.2 * pauseMs, 4 * lookMs);
  }
  return true;
}
