import type { OwnRooms } from '../../protocol/home.ts';
import type { InterestInfo } from '../../protocol/interest.ts';
import type { Me } from '../../protocol/people.ts';
import type { PresenceInfo } from '../../protocol/presence.ts';
import type { RoomCard } from '../../protocol/room.ts';
import type { OwnTies } from '../../protocol/ties.ts';

/** One's home as it was last seen, to be painted before anybody has answered. */
export interface HomeCache {
  readonly me: Me;
  readonly rooms: OwnRooms;
  readonly ties: OwnTies;
  readonly interests: readonly InterestInfo[];
  readonly cards: readonly RoomCard[];
  readonly people: readonly PresenceInfo[];
}

// Another shape of what is kept gets another number.
const storageKey = 'hobnob.home.1';
let over = false;

/** What was kept; null where nothing was. */
export function readHome(): HomeCache | null {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? 'null') as HomeCache | null;
  } catch {
    return null;
  }
}

/** Keeps it for the next visit. */
export function keepHome(cache: HomeCache): void {
  if (over) return;
  try {
    localStorage.setItem(storageKey, JSON.stringify(cache));
  } catch {
    // Without storage, or where it is full, the next visit waits for its answers.
  }
}

/** Whoever comes next is not to see it: this page keeps nothing any more. */
export function forgetHome(): void {
  over = true;
  try {
    localStorage.removeItem(storageKey);
  } catch {
    // Nothing was kept.
  }
}
