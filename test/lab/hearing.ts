import type { Span } from './ears.ts';

/** A silence shorter than this is none: what an ear would not miss, and a busy machine does by itself. */
export const shortestGapMs = 100;

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

/** How long the longest silence between two moments was; 0 where there was none worth the name. */
export function longestGap(spans: readonly Span[], from: number, to: number): number {
  return Math.max(0, ...gaps(spans, from, to).map(([start, end]) => end - start));
}

/**
 * How long after a moment sound was back for good: the end of the last silence.
 * Infinity where it was still silent at the end.
 */
export function backAfter(spans: readonly Span[], moment: number, until: number): number {
  const last = gaps(spans, moment, until).at(-1);
  if (!last) return 0;
  return last[1] >= until ? Number.POSITIVE_INFINITY : last[1] - moment;
}

/** When something was heard last, from a moment on; null for silence. */
export function lastHeard(spans: readonly Span[], from: number): number | null {
  const end = spans.at(-1)?.[1] ?? 0;
  return end > from ? end : null;
}
