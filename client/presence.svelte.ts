import { SvelteMap } from 'svelte/reactivity';
import type { UserId } from '../protocol/ids.ts';
import type { PresenceChoice, PresenceInfo } from '../protocol/presence.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';

// Whoever touches nothing for so long is elsewhere.
const idleMs = 5 * 60_000;
const signsOfLife = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;

/** Who of those one knows is here, and how one is seen oneself. */
export class Presence {
  /** Friends, and those one follows. */
  readonly people = new SvelteMap<UserId, PresenceInfo>();
  /** Null until it was asked for. */
  own = $state.raw<PresenceChoice | null>(null);
  readonly #client: Pick<HobnobClient, 'signaling' | 'call'>;
  #idle = false;

  constructor(client: Pick<HobnobClient, 'signaling' | 'call'>) {
    this.#client = client;
  }

  /** Keeps it current, and tells when nobody is at this device, until the returned function is called. */
  watch(): () => void {
    const { signaling } = this.#client;
    const ask = () => void this.#ask();
    let timer = setTimeout(() => this.#setIdle(true), idleMs);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#setIdle(true), idleMs);
      this.#setIdle(false);
    };
    const stop = new AbortController();
    for (const sign of signsOfLife) addEventListener(sign, alive, { signal: stop.signal, passive: true });
    const stops = [
      signaling.on('presence:changed', (info) => this.people.set(info.id, info)),
      signaling.on('ties:changed', ask),
      signaling.onConnection((connected) => {
        if (connected) ask();
      }),
    ];
    if (signaling.connected) ask();
    return () => {
      clearTimeout(timer);
      stop.abort();
      for (const end of stops) end();
    };
  }

  async choose(choice: PresenceChoice): Promise<void> {
    await this.#client.signaling.request('presence:choose', choice);
    this.own = choice;
  }

  async #ask(): Promise<void> {
    try {
      const { own, people } = await this.#client.signaling.request('presence:watch', {});
      this.own = own;
      this.people.clear();
      for (const info of people) this.people.set(info.id, info);
      if (this.#idle) await this.#client.signaling.request('presence:setIdle', { idle: true });
    } catch {
      // Asked again when the connection is back.
    }
  }

  #setIdle(idle: boolean): void {
    // Who sits in a room and listens is here.
    const wanted = idle && this.#client.call === null;
    if (wanted === this.#idle) return;
    this.#idle = wanted;
    if (this.#client.signaling.connected) {
      this.#client.signaling.request('presence:setIdle', { idle: wanted }).catch(() => {});
    }
  }
}
