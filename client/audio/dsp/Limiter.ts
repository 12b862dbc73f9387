// A little below what a converter takes, as it meets peaks between the samples.
const ceiling = 0.95;
// 2 ms at 48 kHz: that early it knows of a peak, and goes down smoothly instead of cutting it off.
const ahead = 96;
// 100 ms
const release = 1 / 4_800;

/** Keeps the sum of many voices below what can be played, without distortion. Delays by 2 ms. */
export class Limiter {
  readonly #late: Float32Array[] = [];
  #at = 0;
  /** What each sample needs that is still to be heard, and the one that is heard now. */
  readonly #needs = new Float64Array(ahead + 1).fill(1);
  #needAt = 0;
  #least = 1;
  #aim = 1;
  #gain = 1;

  /** Works in place on all channels of one block (48 kHz, equally long). */
  process(channels: readonly Float32Array[]): void {
    const length = channels[0]?.length ?? 0;
    while (this.#late.length < channels.length) this.#late.push(new Float32Array(ahead));
    // Indices and not iterators: this runs for every sample.
    for (let index = 0; index < length; index++) {
      let peak = 0;
      for (let number = 0; number < channels.length; number++) {
        peak = Math.max(peak, Math.abs(channels[number]?.[index] ?? 0));
      }
      const gain = this.#next(peak > ceiling ? ceiling / peak : 1);
      for (let number = 0; number < channels.length; number++) {
        const channel = channels[number];
        const late = this.#late[number];
        if (!channel || !late) continue;
        const sample = (late[this.#at] ?? 0) * gain;
        late[this.#at] = channel[index] ?? 0;
        channel[index] = sample;
      }
      this.#at = this.#at === ahead - 1 ? 0 : this.#at + 1;
    }
  }

  /** One sample further: `needed` is what the newest needs, which is heard `ahead` samples later. */
  #next(needed: number): number {
    const past = this.#needs[this.#needAt];
    this.#needs[this.#needAt] = needed;
    this.#needAt = this.#needAt === ahead ? 0 : this.#needAt + 1;
    if (needed <= this.#least) this.#least = needed;
    else if (past === this.#least)
      this.#least = this.#needs.reduce((least, need) => Math.min(least, need), 1);
    this.#aim = this.#least < this.#aim ? this.#least : this.#aim + (this.#least - this.#aim) * release;
    // Down within the time that is left, up no faster than the release.
    this.#gain = this.#gain > this.#aim ? Math.max(this.#aim, this.#gain - 1 / ahead) : this.#aim;
    return this.#gain;
  }
}
