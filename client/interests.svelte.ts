import type { InterestSlug } from '../protocol/ids.ts';
import type { InterestInfo } from '../protocol/interest.ts';
import type { RoomCard } from '../protocol/room.ts';
import { api } from './api.ts';
import type { Lobby } from './session/Lobby.svelte.ts';
import { currentLanguage } from './words.svelte.ts';

/** All interests, with the live counts of this moment. */
export class Interests {
  #all = $state.raw<readonly InterestInfo[]>([]);
  readonly #lobby: Lobby;
  /** In the order they are shown: the ones that are lit first. */
  readonly all = $derived.by(() => {
    const counts = countByInterest(this.#lobby.live);
    return this.#all
      .map((interest) => ({ ...interest, ...(counts.get(interest.slug) ?? { liveRooms: 0, people: 0 }) }))
      .sort((a, b) => Math.sign(b.liveRooms) - Math.sign(a.liveRooms));
  });
  readonly #bySlug = $derived(new Map(this.all.map((interest) => [interest.slug, interest])));

  constructor(lobby: Lobby) {
    this.#lobby = lobby;
  }

  async load(): Promise<void> {
    const { interests } = await api.interests();
    this.take(interests);
  }

  /** Those that came by another way. */
  take(interests: readonly InterestInfo[]): void {
    this.#all = interests;
  }

  of(slug: InterestSlug | string | undefined): InterestInfo | undefined {
    return slug === undefined ? undefined : this.#bySlug.get(slug as InterestSlug);
  }
}

/** An interest by its name in the language of the screen. */
export function nameOf(interest: InterestInfo): string {
  return interest.names[currentLanguage()];
}

function countByInterest(
  cards: readonly RoomCard[],
): Map<InterestSlug, { liveRooms: number; people: number }> {
  const counts = new Map<InterestSlug, { liveRooms: number; people: number }>();
  for (const { interests, count } of cards) {
    for (const slug of interests) {
      const sum = counts.get(slug) ?? { liveRooms: 0, people: 0 };
      counts.set(slug, { liveRooms: sum.liveRooms + 1, people: sum.people + count });
    }
  }
  return counts;
}
