import type { MediaPeer } from '../media/api.ts';
import type { Participant } from './Participant.ts';

// How they spread over the time in which they come over.
const perPersonMs = 5;
const longestSpreadMs = 5_000;
// Who has come over is heard there only when the others have too, and hears them a few round trips later.
const lingerMs = 3_000;
// Whoever has not come by then is not about to.
const patienceMs = 10_000;

/** Some who move to other media: what they had before flows until all of them are there, so that nobody is silent. */
export class MovingOver {
  /** How long they may take to come over. */
  readonly withinMs: number;
  /** What each of them had before. */
  readonly #former: ReadonlyMap<Participant, MediaPeer | undefined>;
  readonly #awaited: Set<Participant>;
  readonly #over: () => void;
  #timer: NodeJS.Timeout;
  #ended = false;

  /** `over` hears of the end, when nothing of before is left. */
  constructor(people: readonly Participant[], over: () => void) {
    this.#over = over;
    for (const participant of people) participant.keepFormer();
    this.#former = new Map(people.map((participant) => [participant, participant.former]));
    // Who has no line now comes over with the next one; nobody waits for them, nor for who only reads.
    this.#awaited = new Set(people.filter(({ connected, former }) => connected && former?.canReceive));
    this.withinMs = Math.min(longestSpreadMs, perPersonMs * people.length);
    const waitMs = this.#awaited.size > 0 ? this.withinMs + patienceMs : lingerMs;
    this.#timer = setTimeout(() => this.end(), waitMs);
  }

  /** Somebody is there, or gone. */
  came(participant: Participant): void {
    if (!this.#awaited.delete(participant) || this.#awaited.size > 0 || this.#ended) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), lingerMs);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    // Whoever moved on since has something else of before, which is not ours to end.
    for (const [participant, former] of this.#former)
      if (former && participant.former === former) participant.endFormer();
    this.#over();
  }
}
