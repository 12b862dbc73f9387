import type { Quality } from '../../../protocol/quality.ts';
import type { Sample } from './figures.ts';

/** What a connection is called, and what it may soon be called. */
export interface Rating {
  readonly quality: Quality;
  /** What all looks since then came to, when that is another quality. */
  readonly turning: { readonly to: Quality; readonly since: number } | null;
}

/** Everything is well until something else is seen. */
export const wellRated: Rating = { quality: 'good', turning: null };

/** From these figures on a connection is weak, or bad: about where people begin to notice, and to complain. */
const limits: Record<keyof Sample, readonly [weak: number, bad: number]> = {
  lossUp: [0.04, 0.12],
  lossDown: [0.04, 0.12],
  concealed: [0.03, 0.1],
  frozen: [0.2, 0.5],
  jitterMs: [60, 150],
  roundTripMs: [350, 800],
};

// One bad second is no bad connection, and one good second no good one.
const worseAfterMs = 4_000;
const betterAfterMs = 8_000;

const rank: Record<Quality, number> = { good: 0, weak: 1, bad: 2 };
const qualities = ['good', 'weak', 'bad'] as const;

/** What one look at a connection comes to: what is worst counts. */
export function judge(sample: Sample): Quality {
  const ranks = Object.entries(limits).map(([name, [weak, bad]]) => {
    const value = sample[name as keyof Sample];
    return value >= bad ? 2 : value >= weak ? 1 : 0;
  });
  return qualities[Math.max(...ranks)] ?? 'good';
}

/** Takes one more look into account; `at` in milliseconds. What is seen has to last before it counts. */
export function settle({ quality, turning }: Rating, seen: Quality, at: number): Rating {
  const way = Math.sign(rank[seen] - rank[quality]);
  if (way === 0) return { quality, turning: null };
  const goesOn = turning !== null && Math.sign(rank[turning.to] - rank[quality]) === way;
  const since = goesOn ? turning.since : at;
  // Of what was seen meanwhile, that which is nearest to what it was called before.
  const to = goesOn && way * (rank[turning.to] - rank[seen]) < 0 ? turning.to : seen;
  const lasted = at - since >= (way > 0 ? worseAfterMs : betterAfterMs);
  return lasted ? { quality: to, turning: null } : { quality, turning: { to, since } };
}
