import type { types } from 'mediasoup-client';
import type { Source } from '../../protocol/sources.ts';
import type { Treatment } from './VoiceTreatment.svelte.ts';

export type Options = Pick<
  types.ProducerOptions,
  'encodings' | 'codecOptions' | 'zeroRtpOnPause' | 'disableTrackOnPause'
>;

/** How each source is sent. */
export const producerOptions: Record<Source, Options> = {
  microphone: {
    // A lost packet is first repaired from the next one (FEC), then asked for again (NACK): both are needed.
    codecOptions: { opusFec: true, opusNack: true, opusDtx: true, opusStereo: false },
    encodings: [{ maxBitrate: 48_000, priority: 'high', networkPriority: 'high' }],
    // Muted means that not one packet leaves the browser.
    zeroRtpOnPause: true,
  },
  camera: {
    // Three sizes, of which the server sends each viewer the one that fits.
    encodings: [
      { scaleResolutionDownBy: 4, maxBitrate: 120_000, scalabilityMode: 'L1T3' },
      { scaleResolutionDownBy: 2, maxBitrate: 400_000, scalabilityMode: 'L1T3' },
      { scaleResolutionDownBy: 1, maxBitrate: 1_500_000, scalabilityMode: 'L1T3' },
    ],
    codecOptions: { videoGoogleStartBitrate: 1_000 },
    // Held back to save data, it is still seen by oneself.
    disableTrackOnPause: false,
    zeroRtpOnPause: true,
  },
  screen: {
    encodings: [{ maxBitrate: 2_500_000, scalabilityMode: 'L1T3' }],
    codecOptions: { videoGoogleStartBitrate: 1_500 },
  },
  screenAudio: {
    codecOptions: { opusFec: true, opusNack: true, opusDtx: false, opusStereo: true },
    // Behind voices, before pictures.
    encodings: [{ maxBitrate: 128_000, priority: 'medium', networkPriority: 'medium' }],
  },
};

/** How the microphone is sent: a voice, or music. */
export function microphoneOptions({ music, musicRate }: Treatment): Options {
  if (!music) return producerOptions.microphone;
  const bitrate = musicRate * 1_000;
  return {
    ...producerOptions.microphone,
    // A pause is part of the music: nothing is left out.
    codecOptions: {
      opusFec: true,
      opusNack: true,
      opusDtx: false,
      opusStereo: true,
      opusMaxAverageBitrate: bitrate,
    },
    encodings: [{ maxBitrate: bitrate, priority: 'high', networkPriority: 'high' }],
  };
}
