import type { ParticipantId } from '../../../protocol/ids.ts';

/** The page that is looked at: so many windows on each. */
export interface PageInView {
  readonly page: number;
  readonly perPage: number;
}

// Faces that change places with every word make nobody happy.
const restMs = 8_000;

/**
 * Who has which place when windows do not fit on one page. Nobody moves who need not: a place that becomes free is
 * taken by whoever comes, or sits last; and somebody who talks on another page changes places with whoever of this
 * page was silent longest.
 */
export class Seating {
  #order: readonly ParticipantId[] = [];
  readonly #spokeAt = new Map<ParticipantId, number>();
  #swappedAt = Number.NEGATIVE_INFINITY;
  #page = 0;

  /** Those present, given in the order in which they would sit down in an empty room, by their places. */
  arrange(
    present: readonly ParticipantId[],
    { page, perPage }: PageInView,
    talker: ParticipantId | null,
    now: number,
  ): readonly ParticipantId[] {
    this.#order = reseat(this.#order, present);
    // Whoever turns the page wants to see those who sit there.
    if (page !== this.#page) this.#swappedAt = now;
    this.#page = page;
    if (talker) this.#spokeAt.set(talker, now);
    const from = page * perPage;
    const place = talker ? this.#order.indexOf(talker) : -1;
    const elsewhere = place >= 0 && (place < from || place >= from + perPage);
    if (elsewhere && now - this.#swappedAt >= restMs) {
      const quietest = this.#quietest(this.#order.slice(from, from + perPage));
      if (quietest) {
        this.#order = swapped(this.#order, place, this.#order.indexOf(quietest));
        this.#swappedAt = now;
      }
    }
    return this.#order;
  }

  /** Whoever spoke is more likely to speak again; among those who never did, the last goes. */
  #quietest(shown: readonly ParticipantId[]): ParticipantId | undefined {
    const spokeAt = (id: ParticipantId) => this.#spokeAt.get(id) ?? 0;
    return shown.toReversed().toSorted((a, b) => spokeAt(a) - spokeAt(b))[0];
  }
}

function reseat(before: readonly ParticipantId[], present: readonly ParticipantId[]): ParticipantId[] {
  const here = new Set(present);
  const known = new Set(before);
  const coming = present.filter((id) => !known.has(id));
  const places: (ParticipantId | null)[] = before.map((id) => (here.has(id) ? id : null));
  for (let place = 0; place < places.length; place++) {
    if (places[place] !== null) continue;
    let taker = coming.shift() ?? null;
    while (!taker && places.length > place + 1) taker = places.pop() ?? null;
    places[place] = taker;
  }
  return [...places.filter((id) => id !== null), ...coming];
}

function swapped(order: readonly ParticipantId[], one: number, other: number): ParticipantId[] {
  const next = [...order];
  const [first, second] = [order[one], order[other]];
  if (first && second) [next[one], next[other]] = [second, first];
  return next;
}
