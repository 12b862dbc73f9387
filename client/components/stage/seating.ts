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

/** A face before the stage. */
interface Face {
  readonly id: string;
  readonly avatar: string;
  readonly picture?: string | null | undefined;
}
interface Listener extends Face {
  readonly userId: string;
  readonly handRaisedAt: number | null;
}

/**
 * Who sits in front: raised hands, then those one knows, also in the crowd, then whoever came first; behind them the
 * faces that stand for the crowd.
 */
export function frontRowFirst(
  audience: readonly Listener[],
  knownIds: ReadonlySet<string>,
  knownInCrowd: readonly Face[],
  crowd: readonly Face[],
): (Face & Pick<Listener, 'handRaisedAt'>)[] {
  const quiet = (face: Face) => ({ ...face, handRaisedAt: null });
  const hands = audience.filter(({ handRaisedAt }) => handRaisedAt !== null);
  const others = audience.filter(({ handRaisedAt }) => handRaisedAt === null);
  const isKnown = ({ userId }: Listener) => knownIds.has(userId);
  const seated = new Map(knownInCrowd.map((face) => [face.id, quiet(face)]));
  // Of the crowd nobody says who they are; nobody else has the same drawing.
  const drawn = new Set(knownInCrowd.map(({ avatar }) => avatar));
  return [
    ...hands,
    ...others.filter(isKnown),
    ...seated.values(),
    ...others.filter((one) => !isKnown(one)),
    ...crowd.filter(({ avatar }) => !drawn.has(avatar)).map(quiet),
  ];
}
