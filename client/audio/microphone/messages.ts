import type { VoiceLevels, VoiceSettings } from '../dsp/VoiceChain.ts';

/** What the processor is called between the page and the audio thread. */
export const voiceName = 'hobnob-voice';

/** What the page tells the audio thread. */
export interface VoiceOrder {
  readonly settings?: VoiceSettings;
  /** A device is connected here; at once: the one before gives nothing any more. */
  readonly turn?: { readonly input: 0 | 1; readonly atOnce: boolean };
  /** The bytes of RNNoise. */
  readonly rnnoise?: ArrayBuffer;
}

/** What the audio thread tells the page. */
export interface VoiceReport {
  readonly levels?: VoiceLevels;
  /** The device connected here is heard, and the other one is not. */
  readonly turned?: 0 | 1;
  /** RNNoise did not start, or broke down: the voice goes on as it is. */
  readonly failed?: true;
}
