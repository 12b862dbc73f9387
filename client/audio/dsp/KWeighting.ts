/** A second-order section in direct form 2, transposed: the denominator begins with 1. */
class Section {
  readonly #b: readonly [number, number, number];
  readonly #a: readonly [number, number];
  #first = 0;
  #second = 0;

  constructor(b: readonly [number, number, number], a: readonly [number, number]) {
    this.#b = b;
    this.#a = a;
  }

  next(sample: number): number {
    const out = this.#b[0] * sample + this.#first;
    this.#first = this.#b[1] * sample - this.#a[0] * out + this.#second;
    this.#second = this.#b[2] * sample - this.#a[1] * out;
    return out;
  }
}

/** Weighs sound at 48 kHz as ears do, sample by sample (ITU-R BS.1770-5, annex 1: head shelf, then high pass). */
export class KWeighting {
  readonly #shelf = new Section(
    [1.53512485958697, -2.69169618940638, 1.19839281085285],
    [-1.69065929318241, 0.73248077421585],
  );
  readonly #highPass = new Section([1, -2, 1], [-1.99004745483398, 0.99007225036621]);

  next(sample: number): number {
    return this.#highPass.next(this.#shelf.next(sample));
  }
}

/** Loudness of K-weighted mean power (1 is a full-scale square) in LUFS: of one channel, as BS.1770-5 has it. */
export function toLufs(power: number): number {
  return -0.691 + 10 * Math.log10(power + 1e-12);
}
