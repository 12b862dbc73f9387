import { KWeighting, toLufs } from './KWeighting.ts';

// What is looked at together: 100 ms at 48 kHz.
const stepSamples = 4_800;
const stepSeconds = 0.1;
// Nobody speaks more quietly than that into a microphone that works.
const quietestLufs = -55;
// Speech stands out from what there is in its pauses.
const aboveFloorDb = 9;
const floorRisesDbPerSecond = 2;
// Within a sentence, the ends of words are no measure of how loud somebody speaks (BS.1770-5's relative gate).
const belowSpeechDb = 10;
const memorySeconds = 3;

/** How loud somebody speaks, over the last seconds of speech: pauses and the noise in them do not count. */
export class SpeechLoudness {
  readonly #weighting = new KWeighting();
  #energy = 0;
  #samples = 0;
  /** What there is in the pauses, in LUFS: until there was one, all there is. */
  #floor = Number.POSITIVE_INFINITY;
  #power = 0;
  #steps = 0;

  /** In LUFS; null before half a second of speech. */
  get lufs(): number | null {
    return this.#steps < 5 ? null : toLufs(this.#power);
  }

  /** Takes samples (mono, 48 kHz); says whether a step was completed that is speech. */
  push(samples: Float32Array): boolean {
    let heard = false;
    let energy = this.#energy;
    for (let at = 0; at < samples.length; at++) {
      const weighted = this.#weighting.next(samples[at] ?? 0);
      energy += weighted * weighted;
      if (++this.#samples < stepSamples) continue;
      heard = this.#step(energy / stepSamples) || heard;
      energy = 0;
    }
    this.#energy = energy;
    return heard;
  }

  #step(power: number): boolean {
    const lufs = toLufs(power);
    this.#samples = 0;
    this.#floor = Math.min(lufs, this.#floor + floorRisesDbPerSecond * stepSeconds);
    if (lufs < quietestLufs || lufs < this.#floor + aboveFloorDb) return false;
    const known = this.lufs;
    if (known !== null && lufs < known - belowSpeechDb) return false;
    this.#steps++;
    // A plain mean at first, so that what is heard first counts as much as the rest.
    const weight = Math.max(1 / this.#steps, stepSeconds / memorySeconds);
    this.#power += (power - this.#power) * weight;
    return true;
  }
}
