import { SvelteMap } from 'svelte/reactivity';
import type { RoomId } from '../../protocol/ids.ts';
import type { RoomCard } from '../../protocol/room.ts';
import type { SignalingClient } from './SignalingClient.ts';

/** The open rooms as they are at this moment: who is in them, who is talking. */
export class Lobby {
  readonly cards = new SvelteMap<RoomId, RoomCard>();
  /** False until the first list has come. */
  ready = $state(false);
  readonly live = $derived([...this.cards.values()].filter(({ count }) => count > 0));
  readonly peopleCount = $derived(this.live.reduce((sum, { count }) => sum + count, 0));
  readonly #signaling: SignalingClient;
  #watchers = 0;
  #stop: (() => void) | null = null;

  constructor(signaling: SignalingClient) {
    this.#signaling = signaling;
  }

  /** Keeps the list current until the returned function is called. */
  watch(): () => void {
    if (++this.#watchers === 1) this.#start();
    return () => {
      if (--this.#watchers === 0) this.#end();
    };
  }

  /** A card that came by another way, newer than what is known. */
  take(cards: readonly RoomCard[]): void {
    for (const card of cards) if (!this.cards.has(card.id)) this.cards.set(card.id, card);
  }

  /** Asks anew, where it is watched: who somebody knows is another one. */
  refresh(): void {
    if (this.#watchers > 0 && this.#signaling.connected) void this.#ask();
  }

  #start(): void {
    const stops = [
      this.#signaling.on('lobby:card', (card) => this.cards.set(card.id, card)),
      this.#signaling.on('lobby:cardGone', ({ id }) => this.cards.delete(id)),
      this.#signaling.on('lobby:changed', () => void this.#ask()),
      // Rooms for friends come and go with friends.
      this.#signaling.on('ties:changed', () => void this.#ask()),
      this.#signaling.onConnection((connected) => {
        if (connected) void this.#ask();
      }),
    ];
    this.#stop = () => {
      for (const stop of stops) stop();
    };
    if (this.#signaling.connected) void this.#ask();
  }

  #end(): void {
    this.#stop?.();
    this.#stop = null;
    if (this.#signaling.connected) this.#signaling.request('lobby:unwatch', {}).catch(() => {});
  }

  async #ask(): Promise<void> {
    try {
      const { cards } = await this.#signaling.request('lobby:watch', {});
      const listed = new Set(cards.map(({ id }) => id));
      for (const id of [...this.cards.keys()]) if (!listed.has(id)) this.cards.delete(id);
      for (const card of cards) this.cards.set(card.id, card);
      this.ready = true;
    } catch {
      // Asked again when the connection is back.
    }
  }
}
