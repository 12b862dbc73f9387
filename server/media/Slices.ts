import { EventEmitter } from 'node:events';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import { leastBy } from './Berth.ts';
import type { Place, Slice } from './Slice.ts';

/** How a room comes by further workers. */
export interface Spread {
  /** From how many listeners, and from how many voices sent to them, a part of the room is too large for one worker. */
  readonly listeners: number;
  readonly sounds: number;
  /** After how long a part that everybody left ends. */
  readonly emptyMs: number;
  /** A part on a worker that has far less to do than any of these; null: there is none. */
  readonly open: (beside: readonly Slice[]) => Promise<Slice | null>;
  /** Whether the room may go on with what is left of it when a worker died. */
  readonly goesOn: () => boolean;
}

export interface SlicesEvents {
  /** A worker died on which these were; the others notice nothing but who is missing. */
  lost: [places: readonly Place[]];
  /** Nothing is left. */
  died: [];
}

// After a part that could not be reached.
const togetherMs = 60_000;

/** Somebody's place in a part of the room, until they leave it. */
export interface Placement {
  readonly slice: Slice;
  readonly leave: () => void;
}

/** The workers a room is on: at home everything is sent in, and the first listen; the others have further listeners. */
export class Slices extends EventEmitter<SlicesEvents> {
  readonly #spread: Spread;
  #all: Slice[];
  #opening: Promise<void> | undefined;
  #togetherUntil = 0;
  #ended = false;

  constructor(home: Slice, spread: Spread) {
    super();
    this.#spread = spread;
    this.#all = [];
    this.#add(home);
  }

  get all(): readonly Slice[] {
    return this.#all;
  }

  get home(): Slice {
    const [home] = this.#all;
    if (!home) throw new Error('A room without any worker was asked for its home.');
    return home;
  }

  /** Counts somebody in who sends. */
  seatSender(id: ParticipantId): Placement {
    return seatAt(this.home, { id, direction: 'send' });
  }

  /** Counts somebody in who listens to so many voices, where they are best off; at once, as others may come with them. */
  async seatListener(id: ParticipantId, sounds: number): Promise<Placement> {
    const least = this.#least();
    const { listeners, sounds: most } = this.#spread;
    const place = { id, direction: 'receive' } as const;
    if (least.audience < listeners || least.audience * Math.max(1, sounds) < most)
      return seatAt(least, place);
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    await this.#opening;
    return seatAt(this.#least(), place);
  }

  /** Sends a voice to everybody, or to nobody. */
  async setOpen(id: ProducerId, open: boolean): Promise<void> {
    const { home } = this;
    await Promise.all(this.#all.map((slice) => slice.setOpen(id, open, home)));
  }

  close(): void {
    this.#ended = true;
    for (const slice of this.#all) slice.close();
  }

  #least(): Slice {
    return leastBy(this.#all, ({ berth }) => berth.listeners + berth.consumers) ?? this.home;
  }

  async #open(): Promise<void> {
    if (performance.now() < this.#togetherUntil) return;
    const slice = await this.#spread.open(this.#all);
    if (!slice) return;
    if (this.#ended || slice.router.closed) slice.close();
    else this.#add(slice);
  }

  #add(slice: Slice): void {
    this.#all.push(slice);
    slice.on('died', () => this.#died(slice));
    slice.on('unreachable', () => this.#giveUp(slice));
    slice.on('emptied', () => {
      if (slice === this.#all[0]) return;
      this.#all = this.#all.filter((other) => other !== slice);
      slice.close();
    });
  }

  /** Nothing can be brought there: whoever is there needs another place, and for a while no other part is tried. */
  #giveUp(slice: Slice): void {
    if (this.#ended || slice === this.#all[0]) return;
    this.#all = this.#all.filter((other) => other !== slice);
    this.#togetherUntil = performance.now() + togetherMs;
    const { places } = slice;
    slice.close();
    this.emit('lost', places);
  }

  #died(slice: Slice): void {
    if (this.#ended) return;
    const left = this.#all.filter((other) => other !== slice);
    if (left.length > 0 && this.#spread.goesOn()) {
      this.#all = left;
      this.emit('lost', slice.places);
      return;
    }
    // Those that are left end with it, but keep what is asked of them from throwing something else.
    this.#ended = true;
    for (const other of left) other.close();
    this.emit('died');
  }
}

function seatAt(slice: Slice, place: Place): Placement {
  return { slice, leave: slice.hold(place) };
}
