import type { DeskLease } from './cluster/DeskLease.ts';
import { RedisGone } from './cluster/Redis.ts';
import type { Fence } from './store/Fence.ts';

/**
 * Is the desk again after a hand-over of which nothing came. What it returns is why that cannot be: another node is the
 * desk, or was in between, and this one has in memory what that one changed.
 */
export async function regainDesk(
  lease: Pick<DeskLease, 'take' | 'other'>,
  fence: Pick<Fence, 'raisedSince' | 'takeBack'>,
): Promise<string | null> {
  // First the lease: whoever raised the fence beside another desk would end that one too.
  if (!(await isStillOurs(lease)) && lease.other) return `${lease.other.node} is the desk`;
  try {
    // The one that was to take over may have come as far as to raise it.
    if ((await fence.raisedSince()) > 1) return 'another one wrote meanwhile';
    await fence.takeBack();
  } catch {
    // PostgreSQL does not answer: what is written later is refused if somebody else raised it.
  }
  return null;
}

/** Whether the lease is this node's, or nobody could be given it. */
export async function isStillOurs(lease: Pick<DeskLease, 'take'>): Promise<boolean> {
  try {
    return await lease.take();
  } catch (error) {
    // Nobody else was given it either.
    if (error instanceof RedisGone) return true;
    throw error;
  }
}
