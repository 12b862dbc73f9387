import type { RingId, RoomId, UserId } from '../protocol/ids.ts';
import type { IncomingRing, RingInfo } from '../protocol/rings.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';

/** Who rings one, and whom one rings. */
export class Rings {
  incoming = $state.raw<readonly IncomingRing[]>([]);
  /** What became of the last time one rang; null: seen. */
  outgoing = $state.raw<RingInfo | null>(null);
  readonly #client: Pick<HobnobClient, 'signaling'>;

  constructor(client: Pick<HobnobClient, 'signaling'>) {
    this.#client = client;
  }

  /** Hears who rings until the returned function is called. */
  watch(): () => void {
    const { signaling } = this.#client;
    const stops = [
      signaling.on('ring:incoming', (ring) => this.#take(ring)),
      signaling.on('ring:over', ({ id }) => this.#drop(id)),
      signaling.on('ring:changed', (ring) => {
        if (ring.id !== this.outgoing?.id) return;
        // Who is there is seen in the room.
        const arrived = ring.over && ring.people.every(({ answer }) => answer === 'joined');
        this.outgoing = arrived ? null : ring;
      }),
      signaling.onConnection((connected) => {
        if (connected) void this.#ask();
      }),
    ];
    if (signaling.connected) void this.#ask();
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Rings friends into a room. Rejects with a `RequestError`. */
  async call(roomId: RoomId, people: readonly UserId[], video: boolean): Promise<void> {
    const ring = { roomId, people: [...people], video };
    this.outgoing = await this.#client.signaling.request('ring:call', ring);
  }

  /** Comes, or does not come now: here it rings no more, whatever the server says. */
  answer(id: RingId, comes: boolean): void {
    this.#drop(id);
    // Half a minute later it is over anyway.
    if (!comes) this.#client.signaling.request('ring:decline', { id }).catch(() => {});
  }

  /** Rings nobody any more, and looks no longer at what became of it. */
  stop(): void {
    const { outgoing } = this;
    this.outgoing = null;
    if (outgoing && !outgoing.over) {
      this.#client.signaling.request('ring:cancel', { id: outgoing.id }).catch(() => {});
    }
  }

  async #ask(): Promise<void> {
    try {
      this.incoming = (await this.#client.signaling.request('ring:waiting', {})).rings;
    } catch {
      // Asked again when the connection is back.
    }
  }

  #take(ring: IncomingRing): void {
    this.incoming = [...this.incoming.filter(({ id }) => id !== ring.id), ring];
  }

  #drop(gone: RingId): void {
    this.incoming = this.incoming.filter(({ id }) => id !== gone);
  }
}
