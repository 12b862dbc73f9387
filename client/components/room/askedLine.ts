import type { Navigation } from '../../navigation.svelte.ts';

/** The line of the chat that the address leads to; from then on the address leads to the room alone. */
export function takeAskedLine(navigation: Navigation): number | null {
  const line = Number(navigation.place.query.get('line')) || null;
  // Whoever opens the chat later begins where they stopped.
  if (line !== null) queueMicrotask(() => navigation.go(location.pathname, { replace: true }));
  return line;
}
