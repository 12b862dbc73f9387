import type { VoiceLevels, VoiceSettings } from '../dsp/VoiceChain.ts';

/** What the processor is called between the page and the audio thread. */
export const voiceName = 'hobnob-voice';

/** What the page tells the audio thread. */
export interface VoiceOrder {
  readonly settings?: VoiceSettings;
  /** The bytes of RNNoise. */
  readonly rnnoise?: ArrayBuffer;
}

/** What the audio thread tells the page. */
export interface VoiceReport {
  readonly levels?: VoiceLevels;
  /** RNNoise did not start, or broke down: the voice goes on as it is. */
  readonly failed?: true;
}
