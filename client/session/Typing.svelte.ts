import { SvelteMap } from 'svelte/reactivity';
import type { UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { ChatRequests } from './ChatRequests.ts';

const lastsMs = 5_000;

/** Who is writing in a room right now. */
export class Typing {
  readonly #timers = new SvelteMap<UserId, ReturnType<typeof setTimeout>>();
  readonly #requests: ChatRequests;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(requests: ChatRequests) {
    this.#requests = requests;
  }

  /** In the order in which they began. */
  get ids(): UserId[] {
    return [...this.#timers.keys()];
  }

  /** Something was typed here: others are told, now and then. */
  typed(): void {
    const now = performance.now();
    if (now - this.#saidAt < limits.typingMs) return;
    this.#saidAt = now;
    this.#requests.request('chat:typing', {}).catch(() => {
      // Of the moment only.
    });
  }

  /** What was typed is sent: the next word is told at once. */
  sent(): void {
    this.#saidAt = Number.NEGATIVE_INFINITY;
  }

  hear(id: UserId): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.set(
      id,
      setTimeout(() => this.#timers.delete(id), lastsMs),
    );
  }

  /** Somebody said it. */
  said(id: UserId): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  close(): void {
    for (const id of this.ids) this.said(id);
  }
}
