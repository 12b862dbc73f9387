import { Gate } from './Gate.ts';
import type { Suppressor } from './Suppressor.ts';

/** What is done to the own voice before others hear it. */
export interface VoiceSettings {
  /** Takes noise out, once there is a suppressor. */
  readonly suppress: boolean;
  /** Below this many dB of full scale nothing passes; null: everything does. */
  readonly gateDb: number | null;
  /** Nothing at all is done, in stereo. */
  readonly music: boolean;
}

/** Amplitudes (RMS, 1 is full scale) of the last moment. */
export interface VoiceLevels {
  /** As the device has it. */
  readonly input: number;
  /** Without noise: what the gate decides on. */
  readonly voice: number;
  readonly sent: number;
}

// 20 ms at 48 kHz from one way to the other.
const fade = 1 / 960;
// So long the suppressor has to listen before it knows the noise.
const warmUp = 4_800;
const longestBlock = 128;
// About 23 times a second.
const measured = 2_048;

/** From the microphone to what is sent. Whatever is changed is faded over: no click, no gap. */
export class VoiceChain {
  settings: VoiceSettings = { suppress: false, gateDb: null, music: false };
  suppressor: Suppressor | null = null;
  levels: VoiceLevels = { input: 0, voice: 0, sent: 0 };
  readonly #gate = new Gate();
  readonly #voice = new Float32Array(longestBlock);
  readonly #clean = new Float32Array(longestBlock);
  readonly #energy = { input: 0, voice: 0, sent: 0, samples: 0 };
  /** How much of the way is with suppression, and how much is a voice and not music: 0 to 1. */
  #suppressed = 0;
  #spoken = 1;
  #listened = 0;

  /** Works in place on all channels of a block of at most 128 samples (48 kHz). Says whether `levels` are new. */
  process(channels: readonly Float32Array[]): boolean {
    const [first] = channels;
    if (!first) return false;
    const voice = this.#mono(channels, first.length);
    const energy = this.#energy;
    energy.input += energyOf(voice);
    const target = this.settings.music ? 0 : 1;
    if (target === 1 || this.#spoken > 0) {
      this.#suppress(voice);
      energy.voice += energyOf(voice);
      this.#gate.process(voice, this.settings.gateDb);
    }
    this.#spoken = blend(channels, voice, this.#spoken, target);
    energy.sent += energyOf(first);
    energy.samples += first.length;
    return energy.samples >= measured && this.#measure();
  }

  #mono(channels: readonly Float32Array[], length: number): Float32Array {
    const voice = this.#voice.subarray(0, length);
    voice.fill(0);
    for (const channel of channels) {
      for (let at = 0; at < length; at++) voice[at] = (voice[at] ?? 0) + (channel[at] ?? 0) / channels.length;
    }
    return voice;
  }

  #suppress(voice: Float32Array): void {
    const { suppressor } = this;
    const on = this.settings.suppress && suppressor !== null;
    if (!on && this.#suppressed === 0) this.#listened = 0;
    if (!suppressor || (!on && this.#suppressed === 0)) return;
    const clean = this.#clean.subarray(0, voice.length);
    clean.set(voice);
    suppressor.process(clean);
    this.#listened += voice.length;
    this.#suppressed = blend([voice], clean, this.#suppressed, on && this.#listened > warmUp ? 1 : 0);
  }

  #measure(): true {
    const { input, voice, sent, samples } = this.#energy;
    const rms = (energy: number) => Math.sqrt(energy / samples);
    this.levels = { input: rms(input), voice: rms(voice), sent: rms(sent) };
    Object.assign(this.#energy, { input: 0, voice: 0, sent: 0, samples: 0 });
    return true;
  }
}

/** Fades from what is in the channels to another sound, or back; says how far it is. */
function blend(
  channels: readonly Float32Array[],
  other: Float32Array,
  share: number,
  target: number,
): number {
  let now = share;
  for (const channel of channels) {
    now = share;
    for (let at = 0; at < channel.length; at++) {
      now = target > now ? Math.min(target, now + fade) : Math.max(target, now - fade);
      channel[at] = (channel[at] ?? 0) * (1 - now) + (other[at] ?? 0) * now;
    }
  }
  return now;
}

function energyOf(samples: Float32Array): number {
  let energy = 0;
  for (let at = 0; at < samples.length; at++) energy += (samples[at] ?? 0) ** 2;
  return energy;
}
