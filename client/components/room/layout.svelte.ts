import type { ParticipantId } from '../../../protocol/ids.ts';
import type { Picture } from './stage.ts';

const names = ['even', 'speaker', 'side', 'voices'] as const;
export type LayoutName = (typeof names)[number];

/** Where the own picture floats in a conversation of two, in the order in which a press takes it round. */
export const corners = ['se', 'sw', 'nw', 'ne'] as const;
export type Corner = (typeof corners)[number];

/** What is remembered of a room. */
interface Kept {
  readonly name: LayoutName;
  readonly hideSelf: boolean;
  readonly hideVoices: boolean;
  readonly corner: Corner;
}

// A large picture that changes with every word makes nobody happy.
const restMs = 8_000;

/** How the people of a room are shown, as chosen by the one who looks; remembered for the room. */
export class Layout {
  name = $state<LayoutName>('even');
  /** The own picture is not shown here; others see it. */
  hideSelf = $state(false);
  /** Those without a picture are not shown, as long as there are pictures. */
  hideVoices = $state(false);
  corner = $state<Corner>('se');
  pinned = $state<ParticipantId | null>(null);
  /** Whoever spoke last, and before that. */
  #speakers = $state.raw<readonly ParticipantId[]>([]);
  #changedAt = 0;
  readonly #key: string;

  constructor(slug: string) {
    this.#key = `hobnob.layout.${slug}`;
    const { name, hideSelf, hideVoices, corner } = recall(this.#key);
    if (name && names.includes(name)) this.name = name;
    if (corner && corners.includes(corner)) this.corner = corner;
    this.hideSelf = hideSelf === true;
    this.hideVoices = hideVoices === true;
  }

  choose(name: LayoutName): void {
    this.name = name;
    this.pinned = null;
    this.#keep();
  }

  toggleSelf(): void {
    this.hideSelf = !this.hideSelf;
    this.#keep();
  }

  toggleVoices(): void {
    this.hideVoices = !this.hideVoices;
    this.#keep();
  }

  moveTo(corner: Corner): void {
    this.corner = corner;
    this.#keep();
  }

  /** Keeps somebody large, or no longer. */
  togglePin(id: ParticipantId): void {
    this.pinned = this.pinned === id ? null : id;
  }

  /** Somebody is the loudest now. */
  heard(id: ParticipantId | null, now = Date.now()): void {
    if (id === null || id === this.#speakers[0]) return;
    if (this.#speakers.length > 0 && now - this.#changedAt < restMs) return;
    this.#speakers = [id, ...this.#speakers.filter((other) => other !== id)].slice(0, 2);
    this.#changedAt = now;
  }

  /**
   * Who is shown large, most important first: the one kept large here, the one a host shows to everybody, and in
   * layouts with large windows those who spoke last. Oneself only where there is nobody else.
   */
  largeOf(
    pictures: readonly Picture[],
    selfId: ParticipantId | undefined,
    spotlightId: ParticipantId | null = null,
  ): ParticipantId[] {
    if (pictures.length < 2) return [];
    const shown = pictures.map(({ person }) => person.id);
    const chosen = [this.pinned, spotlightId];
    const most = this.name === 'side' ? 2 : 1;
    const others = [...this.#speakers, ...shown].filter((id) => id !== selfId);
    const wanted = this.name === 'even' ? chosen : [...chosen, ...others, ...shown];
    const large = wanted.filter((id) => id !== null && shown.includes(id));
    return [...new Set(large as ParticipantId[])].slice(0, most);
  }

  /** Whose picture is shown where there is place for one alone. */
  inFocus(pictures: readonly Picture[], spotlightId: ParticipantId | null): ParticipantId | undefined {
    const shown = pictures.map(({ person }) => person.id);
    return [this.pinned, spotlightId, ...this.#speakers, ...shown].find(
      (id): id is ParticipantId => id !== null && shown.includes(id),
    );
  }

  #keep(): void {
    const { name, hideSelf, hideVoices, corner } = this;
    const kept: Kept = { name, hideSelf, hideVoices, corner };
    try {
      localStorage.setItem(this.#key, JSON.stringify(kept));
    } catch {
      // The choice lasts as long as the page.
    }
  }
}

function recall(key: string): Partial<Kept> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    // Nothing was kept, or not by us.
    return {};
  }
}
