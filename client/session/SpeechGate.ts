const onAfterMs = 120;
const offAfterMs = 700;
const attackMs = 60;
const releaseMs = 220;
// Linear amplitude of a quiet voice, about -45 dBov.
const threshold = 0.006;

/** A level made fit for the eye: smoothed, and a yes or no that does not flicker between two words. */
export class SpeechGate {
  level = 0;
  speaking = false;
  #since = 0;
  #last = Number.NEGATIVE_INFINITY;
  #time = 0;

  /** Takes the amplitude (0 to 1) at a time (ms). */
  push(amplitude: number, now: number): void {
    const passed = this.#time === 0 ? 0 : now - this.#time;
    this.#time = now;
    // A voice is loud over three powers of ten; the ring shows the logarithm.
    const target = amplitude <= threshold ? 0 : Math.min(1, 1 + Math.log10(amplitude) / 2.2);
    const constant = target > this.level ? attackMs : releaseMs;
    this.level += (target - this.level) * (1 - Math.exp(-passed / constant));

    if (amplitude > threshold) {
      if (now - this.#last > offAfterMs) this.#since = now;
      this.#last = now;
      if (now - this.#since >= onAfterMs) this.speaking = true;
    } else if (now - this.#last > offAfterMs) {
      this.speaking = false;
    }
  }
}
