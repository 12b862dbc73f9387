import type { Span } from './ears.ts';

/** A silence shorter than this is none: what an ear would not miss, and a busy machine does by itself. */
const shortestGapMs = 100;

/** The silences of this length or more between two moments. */
export function gaps(spans: readonly Span[], from: number, to: number, atLeastMs = shortestGapMs): Span[] {
  const found: Span[] = [];
  let silentSince = from;
  for (const [start, end] of spans) {
    if (end <= from) continue;
    if (start >= to) break;
    if (start - silentSince >= atLeastMs) found.push([silentSince, start]);
    silentSince = Math.max(silentSince, end);
  }
  if (to - silentSince >= atLeastMs) found.push([silentSince, to]);
  return found;
}

/** What one page heard of everybody, by their tones, and up to which moment it has listened. */
export interface Hearing {
  readonly spans: Record<number, Span[]>;
  readonly until: number;
}

/** How long the longest silence between two moments was; 0 where there was none worth the name. */
export function longestGap(spans: readonly Span[], from: number, to: number): number {
  return Math.max(0, ...gaps(spans, from, to).map(([start, end]) => end - start));
}

/** A stretch of time in which something was broken. */
export interface Fault {
  readonly brokenAt: number;
  /** When the network or process was as before: the same moment where nobody mended anything. */
  readonly mendedAt: number;
}

/** Sound is back when it has lasted for so long: what returns and breaks off again is not back. */
const calmMs = 2_500;

/**
 * How long after the mending sound was back: from when on it lasted for two and a half seconds without a silence.
 * Infinity where it has not yet. What breaks off later is another story, on a busy machine often the machine's own.
 */
export function backAfter(spans: readonly Span[], { brokenAt, mendedAt }: Fault, until: number): number {
  let from = brokenAt;
  for (const [start, end] of [...gaps(spans, brokenAt, until), [until, until] as const]) {
    if (start - Math.max(from, mendedAt) >= calmMs) return Math.max(0, from - mendedAt);
    from = end;
  }
  return Number.POSITIVE_INFINITY;
}
