import { isAtLeast } from '../../protocol/ranks.ts';
import type { Participant } from './Participant.ts';

/** Sees to it that somebody leads a room: while its hosts are gone, who is next does. */
export class HostWatch {
  readonly #patienceMs: number;
  readonly #people: () => Iterable<Participant>;
  readonly #changed: (participant: Participant) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(patienceMs: number, people: () => Iterable<Participant>, changed: (who: Participant) => void) {
    this.#patienceMs = patienceMs;
    this.#people = people;
    this.#changed = changed;
  }

  /** Somebody came, went, or is something else now. */
  look(): void {
    const present = [...this.#people()].filter(({ connected }) => connected);
    if (present.some(({ role }) => isAtLeast(role, 'coOwner'))) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#appoint(undefined);
      return;
    }
    // Whoever leads while the hosts are away goes on until they leave as well.
    if (present.some(({ acting, role }) => acting && role === 'moderator')) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#timer ??= setTimeout(() => this.#takeOver(), this.#patienceMs).unref();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #takeOver(): void {
    this.#timer = undefined;
    const next = [...this.#people()]
      .filter(({ connected, role }) => connected && role === 'moderator')
      .sort((a, b) => a.joinedAt - b.joinedAt)
      .at(0);
    this.#appoint(next);
  }

  #appoint(next: Participant | undefined): void {
    for (const participant of this.#people()) {
      const acting = participant === next;
      if (participant.acting === acting) continue;
      participant.acting = acting;
      this.#changed(participant);
    }
  }
}
