import type { MediaClient } from './MediaClient.ts';
import type { RemoteTrack } from './RemoteTrack.ts';

const checkMs = 50;
// Whoever has not come over by then is heard when they do.
const atMostMs = 12_000;
// Who is heard over the new one may not hear us there yet: sending takes fewer steps than hearing.
const lingerMs = 1_500;

/**
 * Two sets of media at once, while a call moves from one process of the server to the next: everybody is heard over
 * the old one until the first packet of theirs comes over the new one.
 */
export class Overlap {
  readonly #before: MediaClient;
  readonly #after: MediaClient;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(before: MediaClient, after: MediaClient) {
    this.#before = before;
    this.#after = after;
  }

  /** What is still to be heard over the old one. */
  get tracks(): RemoteTrack[] {
    return [...this.#before.receive.tracks.values()];
  }

  /** Resolves when nothing of the old one is needed any more, and closes it. */
  async end(): Promise<void> {
    const until = performance.now() + atMostMs;
    await new Promise<void>((resolve) => {
      this.#timer = setInterval(() => {
        this.#letGo();
        const over = performance.now() >= until || this.#before.closed || this.#after.closed;
        if (over || this.#before.receive.tracks.size === 0) resolve();
      }, checkMs);
    });
    await new Promise((resolve) => setTimeout(resolve, lingerMs));
    this.close();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#before.close();
  }

  #letGo(): void {
    const here = new Set(
      [...this.#after.receive.tracks.values()]
        // A track is muted until its first packet.
        .filter(({ consumer }) => !consumer.track.muted)
        .map(({ participantId, source }) => `${participantId} ${source}`),
    );
    for (const { participantId, source, producerId, consumer } of this.tracks) {
      const silent = consumer.track.readyState === 'ended';
      if (silent || here.has(`${participantId} ${source}`)) this.#before.receive.drop(producerId);
    }
  }
}
