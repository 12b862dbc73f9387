import type { VoiceSettings } from '../dsp/VoiceChain.ts';

/** What the processor is called between the page and the audio thread. */
export const voiceName = 'hobnob-voice';

/** What the page tells the audio thread; it answers with `VoiceLevels`. */
export interface VoiceOrder {
  readonly settings?: VoiceSettings;
  /** The bytes of RNNoise. */
  readonly rnnoise?: ArrayBuffer;
}
