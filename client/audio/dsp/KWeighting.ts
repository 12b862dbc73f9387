/**
 * Weighs sound at 48 kHz as ears do, sample by sample: ITU-R BS.1770-5, annex 1, a shelf for the head, then a high
 * pass. Both are second-order sections in direct form 2, transposed; written out, as this runs for every sample.
 */
export class KWeighting {
  #shelf1 = 0;
  #shelf2 = 0;
  #pass1 = 0;
  #pass2 = 0;

  next(sample: number): number {
    const shelved = 1.53512485958697 * sample + this.#shelf1;
    this.#shelf1 = -2.69169618940638 * sample + 1.69065929318241 * shelved + this.#shelf2;
    this.#shelf2 = 1.19839281085285 * sample - 0.73248077421585 * shelved;
    const passed = shelved + this.#pass1;
    this.#pass1 = -2 * shelved + 1.99004745483398 * passed + this.#pass2;
    this.#pass2 = shelved - 0.99007225036621 * passed;
    return passed;
  }
}

/** Loudness of K-weighted mean power (1 is a full-scale square) in LUFS: of one channel, as BS.1770-5 has it. */
export function toLufs(power: number): number {
  return -0.691 + 10 * Math.log10(power + 1e-12);
}
