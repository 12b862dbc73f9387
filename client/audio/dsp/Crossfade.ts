// 20 ms at 48 kHz from one to the other.
const fade = 1 / 960;
// A device that gave nothing for so long is taken nevertheless: it may have a switch of its own.
const patience = 48_000;

/** The sound of a device, channel by channel; none: nothing is connected. */
type Channels = readonly Float32Array[];

/**
 * From one device to the next, as soon as the next one gives sound: a headset by radio needs half a second for that,
 * and nobody is to hear it. Two inputs take turns.
 */
export class Crossfade {
  /** The input that is heard, or fades in, and the one that is to be. */
  #heard: 0 | 1 = 0;
  #wanted: 0 | 1 = 0;
  #turning = false;
  /** For how many samples the wanted one gave nothing. */
  #waited = 0;
  /** How much of the second input is heard: 0 to 1. */
  #share = 0;

  /** From now on this input is waited for, or taken at once where the other one gives nothing any more. */
  turn(input: 0 | 1, atOnce: boolean): void {
    this.#wanted = input;
    this.#waited = atOnce ? patience : 0;
    this.#turning = true;
  }

  /** Fills a block (48 kHz). Answers with the input whose turn was completed by it, or null. */
  mix([first = [], second = []]: readonly Channels[], output: Channels): 0 | 1 | null {
    const length = output[0]?.length ?? 0;
    if (this.#heard !== this.#wanted && this.#comes(this.#wanted === 0 ? first : second, length))
      this.#heard = this.#wanted;
    let share = this.#share;
    for (const [number, channel] of output.entries()) {
      const from = first[number] ?? first[0];
      const to = second[number] ?? second[0];
      share = this.#share;
      for (let at = 0; at < length; at++) {
        share = this.#heard === 1 ? Math.min(1, share + fade) : Math.max(0, share - fade);
        channel[at] = (from?.[at] ?? 0) * (1 - share) + (to?.[at] ?? 0) * share;
      }
    }
    this.#share = share;
    if (!this.#turning || this.#heard !== this.#wanted || share !== this.#wanted) return null;
    this.#turning = false;
    return this.#wanted;
  }

  #comes(channels: Channels, length: number): boolean {
    this.#waited += length;
    return this.#waited > patience || channels.some((channel) => channel.some((sample) => sample !== 0));
  }
}
