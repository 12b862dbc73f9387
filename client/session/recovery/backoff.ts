// The first attempts come quickly, for most cuts are short; later ones spare a server that is in trouble.
const delaysMs = [0, 300, 600, 1_000];
const quickAttempts = 60;
const restMs = 7_000;

/**
 * How long after the beginning of an attempt to connect the next one may begin, in milliseconds: at random up to a
 * limit that grows ("full jitter"), so that all clients of a server that restarts do not knock at the same moment.
 * @param attempt 0 for the first
 * @param random 0 to 1
 */
export function backoff(attempt: number, random: number): number {
  const limit = attempt >= quickAttempts ? restMs : (delaysMs[attempt] ?? delaysMs.at(-1) ?? restMs);
  return Math.round(limit * random);
}

/**
 * How long an attempt to connect may take. A dead network swallows the first packet, and the browser waits longer
 * and longer before it sends another: beginning anew is quicker. Every fourth attempt is for slow networks.
 */
export function patience(attempt: number): number {
  if (attempt === 0) return 2_500;
  return attempt % 4 === 3 ? 5_000 : 1_200;
}
