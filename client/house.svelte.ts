import type { RouteOutput } from '../protocol/rest.ts';
import { ask } from './api.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';

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
    return this.#client.signaling.on('lobby:changed', () => void this.load());
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
