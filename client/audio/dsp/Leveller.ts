import { SpeechLoudness } from './SpeechLoudness.ts';

/** As loud as everybody is made, in LUFS. */
const targetLufs = -21;
// More than that is a broken microphone, whose noise nobody wants.
const mostDb = 15;
// Per tenth of a second of speech: as fast as nobody minds, and 18 dB apart is made up for within four seconds.
const upDb = 0.5;
const downDb = 0.8;
// A difference that nobody hears is left.
const toleranceDb = 0.75;
// How fast the amplitude follows, in samples: a step would click.
const glide = 2_400;

/**
 * Makes everybody equally loud, whatever their microphone: a slow gain that follows how loud somebody speaks. It moves
 * while they speak and stands still in the pauses, so that no noise swells up in them.
 */
export class Leveller {
  readonly #loudness = new SpeechLoudness();
  #db = 0;
  #amplitude = 1;

  /** The gain it is at or on its way to, in dB. */
  get db(): number {
    return this.#db;
  }

  /** Applies the gain in place, to all channels of one block (48 kHz, equally long). */
  process(channels: readonly Float32Array[], on: boolean): void {
    const [first] = channels;
    if (!first) return;
    // Nothing to gain from the other ear: a voice is the same in both.
    if (this.#loudness.push(first)) this.#follow();
    const wanted = on ? 10 ** (this.#db / 20) : 1;
    const begin = this.#amplitude;
    const step = (wanted - begin) / glide;
    for (const channel of channels) {
      for (let at = 0; at < channel.length; at++)
        channel[at] = (channel[at] ?? 0) * (begin + step * (at + 1));
    }
    this.#amplitude = begin + step * first.length;
  }

  #follow(): void {
    const { lufs } = this.#loudness;
    if (lufs === null) return;
    const wanted = Math.max(-mostDb, Math.min(mostDb, targetLufs - lufs));
    const off = wanted - this.#db;
    if (Math.abs(off) < toleranceDb) return;
    this.#db += Math.max(-downDb, Math.min(upDb, off));
  }
}
