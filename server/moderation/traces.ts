import type { UserId } from '../../protocol/ids.ts';
import type { Sanction } from '../store/ModerationStore.ts';

/** What is known of who comes, beside their id. */
export interface Traced {
  /** Of the browser, in a signed cookie of its own; null without one. */
  readonly device: string | null;
  /** Since when that browser is known. */
  readonly deviceSince: number | null;
  /** A keyed hash of the network; null for one that says nothing, such as one's own. */
  readonly network: string | null;
  /** The invitation they came by. */
  readonly invite: string | null;
}

/** Who comes, as far as a rule has to know them again. */
export interface Comer extends Traced {
  readonly userId: UserId;
  /** Whether they have no account. */
  readonly guest: boolean;
}

export const untraced: Traced = { device: null, deviceSince: null, network: null, invite: null };

/** How long a network is held against guests: those who come from it later are others, most likely. */
const networkMs = 24 * 3_600_000;

/**
 * Whether something that holds for somebody holds for who comes: by their id, by their browser; and for guests who were
 * never here before it, by the invitation and, as an aid and for a day at most, by the network.
 */
export function meansThem(sanction: Sanction, comer: Comer, now: number): boolean {
  if (sanction.person.id === comer.userId) return true;
  if (sanction.device !== null && sanction.device === comer.device) return true;
  if (!comer.guest || (comer.deviceSince !== null && comer.deviceSince < sanction.since)) return false;
  if (sanction.invite !== null && sanction.invite === comer.invite) return true;
  const near = sanction.network !== null && sanction.network === comer.network;
  return near && now - sanction.since < networkMs;
}

/** Whether something holds at a time. */
export function isInForce({ until }: Pick<Sanction, 'until'>, now: number): boolean {
  return until === null || until > now;
}
