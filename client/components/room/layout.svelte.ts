import type { ParticipantId } from '../../../protocol/ids.ts';
import type { Picture } from './stage.ts';

export type LayoutName = 'even' | 'speaker' | 'voices';

// A large picture that changes with every word makes nobody happy.
const restMs = 8_000;

/** How the people of a room are shown, as chosen by the one who looks; remembered for the room. */
export class Layout {
  name = $state<LayoutName>('even');
  pinned = $state<ParticipantId | null>(null);
  #speaker = $state<ParticipantId | null>(null);
  #changedAt = 0;
  readonly #key: string;

  constructor(slug: string) {
    this.#key = `hobnob.layout.${slug}`;
    try {
      const kept = localStorage.getItem(this.#key);
      if (kept === 'speaker' || kept === 'voices') this.name = kept;
    } catch {
      // Even, then.
    }
  }

  choose(name: LayoutName): void {
    this.name = name;
    this.pinned = null;
    try {
      localStorage.setItem(this.#key, name);
    } catch {
      // The choice lasts as long as the page.
    }
  }

  pin(id: ParticipantId | null): void {
    this.pinned = id;
  }

  /** Somebody is the loudest now. */
  heard(id: ParticipantId | null, now = Date.now()): void {
    if (id === null || id === this.#speaker) return;
    if (this.#speaker !== null && now - this.#changedAt < restMs) return;
    this.#speaker = id;
    this.#changedAt = now;
  }

  /** Who is shown large: the one kept large, or in the speaker's layout whoever spoke last, or the first. */
  largeOf(pictures: readonly Picture[], selfId: ParticipantId | undefined): ParticipantId | undefined {
    if (pictures.length < 2) return undefined;
    const shows = (id: ParticipantId | null) => pictures.some(({ person }) => person.id === id);
    if (this.pinned && shows(this.pinned)) return this.pinned;
    if (this.name !== 'speaker') return undefined;
    if (this.#speaker && this.#speaker !== selfId && shows(this.#speaker)) return this.#speaker;
    return pictures[0]?.person.id;
  }
}
