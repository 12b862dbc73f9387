/** The value below which a part (0 to 1) of the given values lies. Throws when there are none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  if (value === undefined) throw new Error('There is nothing to take a percentile of.');
  return value;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = percentile(sorted, 0.5);
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? upper) + upper) / 2 : upper;
}

/** What a few rounds of the same measurement say together. */
export interface Rounds {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Sums rounds up. */
export function rounds(values: readonly number[]): Rounds {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** How steep the line is that fits these best (least squares). */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([at]) => at), mean(([, value]) => value)];
  const covariance = mean(([at, value]) => (at - x) * (value - y));
  return covariance / mean(([at]) => (at - x) ** 2);
}
