/** How long sound waits before it is played, for packets that come late or again, in milliseconds; null: as usual. */
export interface SoundBuffer {
  readonly ms: number | null;
  /** When sound was last made up, as of `performance.now()`. */
  readonly since: number;
}

/** As the browser has it: as short as the jitter of the line allows. */
export const usualBuffer: SoundBuffer = { ms: null, since: 0 };

// Less is a single syllable in a minute.
const worthIt = 0.005;
// Once asked for and once on the way, then this much for both ends to notice.
const slackMs = 60;
// What is repaired twice is as good as lost to a conversation.
const mostMs = 400;
const calmMs = 30_000;

/**
 * A packet that is lost is asked for again, and comes a round trip later: a buffer that is shorter has played over the
 * hole by then (WebRTC Extensions, `jitterBufferTarget`). So it grows while sound has to be made up, by a round trip at
 * a time, and shrinks after half a minute without.
 * @param concealed the share of heard sound that was made up, 0 to 1
 */
export function soundBuffer(
  before: SoundBuffer,
  { concealed, roundTripMs }: { readonly concealed: number; readonly roundTripMs: number },
  now: number,
): SoundBuffer {
  if (concealed >= worthIt) {
    const ms = Math.min(mostMs, before.ms === null ? roundTripMs + slackMs : before.ms + roundTripMs);
    return { ms: Math.max(ms, before.ms ?? 0), since: now };
  }
  if (before.ms === null || now - before.since < calmMs) return before;
  return usualBuffer;
}
