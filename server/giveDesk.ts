import { setTimeout as sleep } from 'node:timers/promises';
import type { DeskLease } from './cluster/DeskLease.ts';
import { cardEveryMs } from './cluster/Registry.ts';
import type { Logger } from './log.ts';
import { NowhereToGo, within } from './NodeDrain.ts';
import type { RunningApp } from './RunningApp.ts';
import { isStillOurs } from './regainDesk.ts';

/** What it takes to give a house to another node. */
export interface Giving {
  readonly app: Pick<RunningApp, 'handOver' | 'move' | 'close'>;
  readonly lease: Pick<DeskLease, 'give' | 'take' | 'other'>;
  /** Whether the next desk lets people in, as far as is known here. */
  readonly reachesDesk: () => Promise<boolean>;
  /** Passes on whoever comes to this node from now on. */
  readonly passOn: () => Promise<void>;
  /** Goes on as the desk. */
  readonly takeBack: () => Promise<void>;
  readonly log: Logger;
  /** How long the others have to read that this one drains, to open the house, and to be seen from here; tests wait less. */
  readonly patience?: { readonly readMs: number; readonly openMs: number; readonly reachMs: number };
}

// By then all others have read that this node drains, and cut nobody off; another one has opened the house, in most cases;
// or it will not be seen from here at all.
const usual = { readMs: 1.2 * cardEveryMs, openMs: 10_000, reachMs: 30_000 };

/** Has another node be the desk, and everybody go there. Throws `NowhereToGo` where none takes over, with all as it was. */
export async function giveDesk(giving: Giving): Promise<void> {
  const { app, passOn, takeBack, log, patience = usual } = giving;
  try {
    await sleep(patience.readMs);
    await app.handOver();
    await givenAway(giving);
  } catch (error) {
    await takeBack();
    throw error;
  }
  // Another one has the house: whatever fails from here on, this node goes on leaving.
  for (const step of [passOn, () => app.move(), () => app.close()])
    await step().catch((error: unknown) =>
      log.error({ err: error }, 'a step of giving the house away failed'),
    );
}

/** Resolves when another node has the house; throws `NowhereToGo` where none takes it. */
async function givenAway({ lease, reachesDesk, log, patience = usual }: Giving): Promise<void> {
  await lease.give();
  const began = performance.now();
  const isOpen = async () => lease.other !== null && (await reachesDesk());
  while (!(await within(patience.openMs, isOpen))) {
    if (await isStillOurs(lease))
      throw new NowhereToGo('No other node took over: this one goes on as the desk.');
    // It may be slow, or about to give up; or people reach it, and this node does not.
    if (!lease.other || performance.now() - began < patience.reachMs) continue;
    log.error(
      { desk: lease.other.node },
      'the next desk cannot be reached from here: everybody is sent there all the same',
    );
    return;
  }
}
