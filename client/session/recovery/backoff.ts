// Attempts come quickly as long as the seat waits, two minutes; later ones spare a server that is in trouble.
const delaysMs = [0, 300, 600, 1_000];
const quickAttempts = 32;
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
 * How long an attempt to connect may take, in milliseconds. Into a dead network TCP repeats its first packet after 1,
 * 3, 7, 15 s (RFC 6298): beginning anew finds a network that is back sooner. But Chromium holds back a page whose
 * WebSockets fail often, by seconds after a dozen, so not much more often than that.
 */
export function patience(attempt: number): number {
  if (attempt === 0) return 2_500;
  if (attempt <= 2) return 900;
  return attempt < quickAttempts ? 4_000 : 8_000;
}
