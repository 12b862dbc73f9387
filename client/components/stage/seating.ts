/** Seats of one row before a stage. */
export interface SeatRow<Person> {
  readonly people: readonly Person[];
  /** How large a face is, in pixels. */
  readonly size: number;
}

const sizes = [40, 38, 36];
const gap = 4;

/** Seats people in rows that get smaller to the back; the rest of all there are is a number. */
export function seatRows<Person>(
  people: readonly Person[],
  all: number,
  width: number,
  rows: number,
): { rows: SeatRow<Person>[]; rest: number } {
  const seated: SeatRow<Person>[] = [];
  let from = 0;
  for (const size of sizes.slice(0, rows)) {
    const seats = Math.max(1, Math.floor(width / (size + gap)));
    const row = people.slice(from, from + seats);
    if (row.length > 0) seated.push({ people: row, size });
    from += row.length;
  }
  return { rows: seated, rest: all - from };
}

/** How far a seat is lifted, so that rows bend around the stage. */
export function bendOf(place: number, count: number): number {
  const middle = (count - 1) / 2;
  return -((place - middle) ** 2) * 0.16 * Math.min(1, (21 / count) ** 2);
}
