import type { ReadMark } from '../../protocol/chatReading.ts';
import type { ChatRequests } from './ChatRequests.ts';

// A full room reads along: each of a thousand people tells it now and then.
const pauseMs = 3_000;

/** How far one has read in a room, in step with the server and so with one's other tabs and devices. */
export class ReadPlace {
  /** The last line that was read; 0: none yet. */
  seq = $state(0);
  /** Later lines that name oneself, by their places. */
  mentions = $state.raw<readonly number[]>([]);
  readonly #requests: ChatRequests;
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(requests: ChatRequests) {
    this.#requests = requests;
  }

  /** Takes what the server knows. What was read while the line was down is told now. */
  begin({ seq, mentions }: ReadMark = { seq: 0, mentions: [] }): void {
    this.#told = seq;
    this.#advance(seq);
    for (const place of mentions) this.named(place);
    this.#tell();
  }

  /** A line names oneself. */
  named(seq: number): void {
    if (seq <= this.seq || this.mentions.includes(seq)) return;
    this.mentions = [...this.mentions, seq];
  }

  /** Read here. */
  reach(seq: number): void {
    this.#advance(seq);
    this.#tell();
  }

  /** Read in another tab. */
  hear(seq: number): void {
    this.#told = Math.max(this.#told, seq);
    this.#advance(seq);
  }

  /** Tells what was read now: one is about to leave. */
  settle(): void {
    this.close();
    this.#tell();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #advance(seq: number): void {
    if (seq <= this.seq) return;
    this.seq = seq;
    this.mentions = this.mentions.filter((place) => place > seq);
  }

  /** At once, then every three seconds at most. */
  #tell(): void {
    if (this.#timer !== undefined || this.seq <= this.#told) return;
    const { seq } = this;
    this.#told = seq;
    this.#requests.request('chat:read', { seq }).catch(() => {
      // Coming back to the room tells it again.
      if (this.#told === seq) this.#told = 0;
    });
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#told !== 0) this.#tell();
    }, pauseMs);
  }
}
