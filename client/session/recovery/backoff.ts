// Attempts come quickly as long as the seat waits, two minutes; later ones spare a server that is in trouble.
const delaysMs = [0, 300, 600, 1_000];
const quickAttempts = 130;
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
 * How long an attempt to connect may take, in milliseconds. A dead network swallows the first packet, TCP sends it
 * again after 1, 3, 7 s (RFC 6298), and the last of these waits would be ours too: beginning anew is quicker. Every
 * fourth attempt is for networks with half a second each way; in a long outage there is time for all.
 */
export function patience(attempt: number): number {
  if (attempt >= quickAttempts) return 8_000;
  if (attempt === 0) return 2_500;
  return attempt % 4 === 3 ? 2_200 : 900;
}
