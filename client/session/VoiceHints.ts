/**
 * What somebody may not have noticed: they talk while muted, nothing comes from their open microphone, or the browser
 * takes noise out, as ours does not run.
 */
export type VoiceHint = 'mutedTalk' | 'noSound' | 'browserNoise';

// About -42 dB of full scale, at which somebody speaks into a microphone.
const speech = 0.008;
const speechMs = 1_000;
const againMs = 30_000;
// -70 dB: no room is that quiet.
const silence = 10 ** (-70 / 20);
const silenceMs = 6_000;
// After a longer time without a measurement, such as in a sleeping laptop, nothing is known of it.
const longestStepMs = 500;

/** Listens to the own level for what somebody should be told. Nothing of it leaves the browser. */
export class VoiceHints {
  #at = 0;
  #spokenMs = 0;
  #silentMs = 0;
  #lastToldAt = Number.NEGATIVE_INFINITY;

  /**
   * Takes the amplitudes as the device has them and without noise, at a time (ms).
   * @returns what to say now, once
   */
  push({ input, voice }: { input: number; voice: number }, open: boolean, now: number): VoiceHint | null {
    const passed = Math.min(longestStepMs, now - this.#at);
    this.#at = now;
    this.#spokenMs = open ? 0 : Math.max(0, this.#spokenMs + (voice > speech ? passed : -passed / 2));
    const silentBefore = this.#silentMs;
    this.#silentMs = open && input < silence ? silentBefore + passed : 0;
    if (silentBefore < silenceMs && this.#silentMs >= silenceMs) return 'noSound';
    if (this.#spokenMs < speechMs || now - this.#lastToldAt < againMs) return null;
    this.#spokenMs = 0;
    this.#lastToldAt = now;
    return 'mutedTalk';
  }

  /** Whether nothing has come for so long that something is wrong. */
  get silent(): boolean {
    return this.#silentMs >= silenceMs;
  }
}
