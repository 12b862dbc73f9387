import type { InterestSlug, RoomSlug, UserId } from '../protocol/ids.ts';
import type { OwnTies, TieKind } from '../protocol/ties.ts';
import { api } from './api.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';

/** Whom and what one knows, as it is at this moment. */
export class Ties {
  /** Null until it was asked for. */
  own = $state.raw<OwnTies | null>(null);
  readonly #client: Pick<HobnobClient, 'signaling' | 'hearing' | 'lobby'>;
  readonly #blocked = $derived(new Set<string>(this.own?.blocked.map(({ id }) => id)));

  constructor(client: Pick<HobnobClient, 'signaling' | 'hearing' | 'lobby'>) {
    this.#client = client;
  }

  /** Keeps it current until the returned function is called. */
  watch(): () => void {
    // Without an answer what was known stays; the next visit asks again.
    const ask = () => void this.load().catch(() => {});
    ask();
    return this.#client.signaling.on('ties:changed', ask);
  }

  async load(): Promise<void> {
    this.own = await api.ties();
  }

  isBlocked(id: UserId): boolean {
    return this.#blocked.has(id);
  }

  followsRoom(slug: RoomSlug): boolean {
    return this.own?.rooms.some((room) => room.slug === slug) ?? false;
  }

  followsInterest(slug: InterestSlug): boolean {
    return this.own?.interests.includes(slug) ?? false;
  }

  async tie(id: UserId, kind: TieKind): Promise<void> {
    // Silent here before anybody is asked.
    if (kind === 'block') this.#client.hearing.setMuted(id, true);
    this.own = await api.tie(id, kind, true);
    this.#client.lobby.refresh();
  }

  async untie(id: UserId, kind: TieKind): Promise<void> {
    this.own = await api.tie(id, kind, false);
    this.#client.lobby.refresh();
    if (kind === 'block') this.#client.hearing.setMuted(id, false);
  }

  async followRoom(slug: RoomSlug, on: boolean): Promise<void> {
    this.own = await api.followRoom(slug, on);
  }

  async followInterest(slug: InterestSlug, on: boolean): Promise<void> {
    this.own = await api.followInterest(slug, on);
  }
}
