import type { RoomSlug } from '../../protocol/ids.ts';
import { RequestError } from './RequestError.ts';
import type { SignalingClient } from './SignalingClient.ts';

// Where a busy server says no time.
const busyMs = 5_000;

export type DoorStatus = 'no' | 'knocking' | 'queueing' | 'refused';

/** Waiting at the door of a room, over lost lines, until one is let in, refused, or goes away. */
export class DoorWait {
  status = $state<DoorStatus>('no');
  /** Among those who wait for a seat. */
  place = $state<number | null>(null);
  readonly #signaling: SignalingClient;
  readonly #slug: RoomSlug;
  readonly #onOpen: () => void;
  #reason = '';
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(signaling: SignalingClient, slug: RoomSlug, onOpen: () => void) {
    this.#signaling = signaling;
    this.#slug = slug;
    this.#onOpen = onOpen;
  }

  /** Listens until the returned function is called, which is going away. */
  begin(): () => void {
    const stops = [
      this.#signaling.on('door:answered', ({ slug, admitted }) => {
        if (slug === this.#slug && this.status !== 'no') this.#answered(admitted);
      }),
      this.#signaling.on('door:place', ({ slug, place }) => {
        if (slug === this.#slug) this.place = place;
      }),
      // The server forgets who waits with the line that is lost.
      this.#signaling.on('server:welcome', () => void this.#again()),
    ];
    return () => {
      clearTimeout(this.#later);
      for (const stop of stops) stop();
      this.giveUp();
    };
  }

  /** Asks to be let in. */
  async knock(reason: string): Promise<void> {
    this.#reason = reason;
    await this.#signaling.request('door:knock', { slug: this.#slug, reason });
    this.status = 'knocking';
  }

  /** Waits for a seat. */
  async queue(): Promise<void> {
    const { place } = await this.#signaling.request('door:queue', { slug: this.#slug });
    this.place = place;
    this.status = 'queueing';
  }

  giveUp(): void {
    if (this.status !== 'knocking' && this.status !== 'queueing') return;
    this.status = 'no';
    this.#signaling.request('door:leave', { slug: this.#slug }).catch(() => {
      // Without a line one waits no longer anyway.
    });
  }

  #answered(admitted: boolean): void {
    this.status = admitted ? 'no' : 'refused';
    if (admitted) this.#onOpen();
  }

  async #again(): Promise<void> {
    clearTimeout(this.#later);
    try {
      if (this.status === 'knocking') await this.knock(this.#reason);
      else if (this.status === 'queueing') await this.queue();
    } catch (error) {
      // The place at the door is asked for until the server has room for the question.
      if (error instanceof RequestError && error.code === 'server_busy') {
        this.#later = setTimeout(() => void this.#again(), error.retryAfterMs ?? busyMs);
        return;
      }
      // There is a seat by now, or nobody has to knock any more.
      this.#answered(true);
    }
  }
}
