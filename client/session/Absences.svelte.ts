import { SvelteSet } from 'svelte/reactivity';
import type { ParticipantId } from '../../protocol/ids.ts';

// A server that is renewed has everybody gone for a moment, which is nobody's business.
const graceMs = 3_000;

/** Whose line has been gone for long enough to be worth a word. */
export class Absences {
  readonly #gone = new SvelteSet<ParticipantId>();
  readonly #timers = new Map<ParticipantId, ReturnType<typeof setTimeout>>();

  has(id: ParticipantId): boolean {
    return this.#gone.has(id);
  }

  /** Takes in whether somebody is there; who left is, too, as nobody waits for them. */
  note(id: ParticipantId, connected: boolean): void {
    if (connected) {
      clearTimeout(this.#timers.get(id));
      this.#timers.delete(id);
      this.#gone.delete(id);
    } else if (!this.#timers.has(id)) {
      this.#timers.set(
        id,
        setTimeout(() => this.#gone.add(id), graceMs),
      );
    }
  }
}
