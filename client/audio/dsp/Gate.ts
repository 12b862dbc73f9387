// All for 48 kHz. How quickly it hears that somebody begins: 3 ms.
const follow = 1 - Math.exp(-1 / 144);
// What keeps it open is this much quieter than what opened it, and may pause this long: between words it stays open.
const hysteresis = 10 ** (-6 / 10);
const hold = 12_000;
// From shut to open in 3 ms, and back in 40 ms: faster would click.
const opening = 1 / 144;
const closing = 1 / 1_920;

/** Lets a voice pass, and nothing that is quieter than a threshold. */
export class Gate {
  #power = 0;
  #open = true;
  #left = 0;
  #gain = 1;

  /** Whether sound passes now. */
  get open(): boolean {
    return this.#open;
  }

  /** Works in place on mono sound at 48 kHz. The threshold is in dB of full scale; null lets everything pass. */
  process(block: Float32Array, thresholdDb: number | null): void {
    const threshold = thresholdDb === null ? 0 : 10 ** (thresholdDb / 10);
    for (let at = 0; at < block.length; at++) {
      const sample = block[at] ?? 0;
      this.#power += (sample * sample - this.#power) * follow;
      if (this.#power >= (this.#open ? threshold * hysteresis : threshold)) {
        this.#open = true;
        this.#left = hold;
      } else if (this.#left > 0) this.#left--;
      else this.#open = false;
      this.#gain = this.#open ? Math.min(1, this.#gain + opening) : Math.max(0, this.#gain - closing);
      block[at] = sample * this.#gain;
    }
  }
}
