import { expect } from 'vitest';

/** Asks again and again until the expectation that follows is met: for whatever takes the time it takes. */
export function eventually<Value>(look: () => Promise<Value> | Value) {
  return expect.poll(look, { timeout: 15_000, interval: 50 });
}
