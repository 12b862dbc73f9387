import { EventEmitter } from 'node:events';
import type { ParticipantId } from '../../protocol/ids.ts';

// A pause between two words is not the end of a sentence.
const holdMs = 700;

/** Who is talking, made of who was heard just now: a voice counts until it was silent for 700 ms. */
export class Talking extends EventEmitter<{ change: [ids: ParticipantId[]] }> {
  readonly #ends = new Map<ParticipantId, NodeJS.Timeout>();

  get ids(): ParticipantId[] {
    return [...this.#ends.keys()];
  }

  /** These were heard in the last moment. */
  heard(ids: Iterable<ParticipantId>): void {
    let changed = false;
    for (const id of ids) {
      const end = this.#ends.get(id);
      if (end) {
        end.refresh();
        continue;
      }
      this.#ends.set(
        id,
        setTimeout(() => this.silenced(id), holdMs),
      );
      changed = true;
    }
    if (changed) this.emit('change', this.ids);
  }

  /** This one cannot be heard any more: muted or gone. */
  silenced(id: ParticipantId): void {
    const end = this.#ends.get(id);
    if (!end) return;
    clearTimeout(end);
    this.#ends.delete(id);
    this.emit('change', this.ids);
  }

  close(): void {
    for (const end of this.#ends.values()) clearTimeout(end);
    this.#ends.clear();
  }
}
