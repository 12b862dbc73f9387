import type { OwnRooms } from '../protocol/home.ts';
import { ask } from './api.ts';
import type { Interests } from './interests.svelte.ts';
import type { OwnProfile } from './ownProfile.svelte.ts';
import type { Presence } from './presence.svelte.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';
import { type HomeCache, keepHome } from './session/homeCache.ts';
import type { Ties } from './ties.svelte.ts';

interface Parts {
  readonly client: HobnobClient;
  readonly ties: Ties;
  readonly interests: Interests;
  readonly presence: Presence;
  readonly own: OwnProfile;
}

const noRooms: OwnRooms = { known: [], fresh: [] };

/** What one comes home to. */
export class Home {
  /** Null until it was asked for. */
  rooms = $state.raw<OwnRooms | null>(null);
  readonly #parts: Parts;
  #current = false;
  #restored = $state(false);

  /** Whether there is anything that is one's own; whoever has nothing yet sees the house from outside. */
  readonly personal = $derived.by(() => {
    if (this.#restored) return true;
    const { ties, own } = this.#parts;
    const known = ties.own;
    if (!known || !this.rooms) return false;
    const { friends, following, rooms, interests } = known;
    const tied = friends.length + following.length + rooms.length + interests.length > 0;
    return tied || this.rooms.known.length > 0 || (own.profile?.interests.length ?? 0) > 0;
  });
  /** Whether that is not known yet, of somebody for whom it is likely. */
  readonly deciding = $derived.by(() => this.#parts.client.me.named && !this.rooms);
  /** The live rooms one has something to do with come first. */
  readonly lit = $derived.by(() => {
    const { client, ties, presence, own } = this.#parts;
    const people = new Set([...presence.people.values()].flatMap(({ room }) => room?.slug ?? []));
    const rooms = new Set([
      ...(ties.own?.rooms.map(({ slug }) => slug) ?? []),
      ...(this.rooms?.known.map(({ card }) => card.slug) ?? []),
    ]);
    const interests = new Set([...(ties.own?.interests ?? []), ...(own.profile?.interests ?? [])]);
    const closeness = (card: (typeof client.lobby.live)[number]) =>
      (people.has(card.slug) ? 4 : 0) +
      (rooms.has(card.slug) ? 2 : 0) +
      (card.interests.some((slug) => interests.has(slug)) ? 1 : 0);
    return client.lobby.live
      .map((card) => ({ card, closeness: closeness(card) }))
      .sort((a, b) => b.closeness - a.closeness || b.card.count - a.card.count);
  });

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Shows what was kept until it is asked for anew. */
  restore({ rooms, ties, interests, cards, people }: HomeCache): void {
    this.#restored = true;
    this.rooms = rooms;
    this.#parts.ties.own = ties;
    this.#parts.interests.take(interests);
    this.#parts.client.lobby.take(cards);
    for (const info of people) this.#parts.presence.people.set(info.id, info);
  }

  /** Without an answer what was known stays. */
  async load(): Promise<void> {
    const { ties } = this.#parts;
    try {
      if (!ties.own) await ties.load();
      this.rooms = await ask<'ownRooms'>('/me/rooms');
      this.#current = true;
    } catch {
      this.rooms ??= noRooms;
    }
  }

  /** Keeps for the next visit what is shown, once it is more than what was kept before. */
  keep(): void {
    const { client, ties, interests, presence } = this.#parts;
    if (!this.#current || !this.personal || !this.rooms || !ties.own) return;
    keepHome({
      me: client.me,
      rooms: this.rooms,
      ties: ties.own,
      interests: interests.all,
      cards: client.lobby.live,
      people: [...presence.people.values()],
    });
  }
}
