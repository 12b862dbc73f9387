import type { RouteOutput } from '../protocol/rest.ts';
import { api, ask } from './api.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';
import { currentLanguage } from './words.svelte.ts';

/** How the house is for whoever looks at this page: who may make an account, and whether rooms are listed. */
export class House {
  registration = $state<RouteOutput<'house'>['registration']>('open');
  lists = $state(true);
  readonly #client: HobnobClient;

  constructor(client: HobnobClient) {
    this.#client = client;
  }

  /** Keeps that current until the returned function is called. */
  watch(): () => void {
    void this.load();
    return this.#client.signaling.on('lobby:changed', () => {
      void this.load();
      void this.#loadRole();
    });
  }

  /** One may have come to run the house, or run it no longer. */
  async #loadRole(): Promise<void> {
    try {
      const me = await api.me(currentLanguage());
      if (me.id === this.#client.me.id) this.#client.me = me;
    } catch {
      // The server knows what one may do, whatever is shown.
    }
  }

  /** Without an answer it stays as it was taken to be. */
  async load(): Promise<void> {
    try {
      ({ registration: this.registration, lists: this.lists } = await ask<'house'>('/house'));
    } catch {
      // Asked again with the next change, or the next visit.
    }
  }
}
