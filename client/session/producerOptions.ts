import type { types } from 'mediasoup-client';
import type { VideoCodec } from '../../protocol/codecs.ts';
import type { Source } from '../../protocol/sources.ts';
import type { Treatment, VoiceTreatment } from './VoiceTreatment.svelte.ts';

export type Options = Pick<
  types.ProducerOptions,
  'encodings' | 'codecOptions' | 'zeroRtpOnPause' | 'disableTrackOnPause'
>;

/** How each source is sent; pictures in VP8. */
const producerOptions: Record<Source, Options> = {
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
    // In one layer: of what stands still there are one or two pictures a second, the lowest of three layers comes
    // more rarely than the server counts, and it would send nobody what it takes for nothing.
    encodings: [{ maxBitrate: 2_500_000, scalabilityMode: 'L1T1' }],
    codecOptions: { videoGoogleStartBitrate: 1_500 },
  },
  screenAudio: {
    codecOptions: { opusFec: true, opusNack: true, opusDtx: false, opusStereo: true },
    // Behind voices, before pictures.
    encodings: [{ maxBitrate: 128_000, priority: 'medium', networkPriority: 'medium' }],
  },
};

// The same three sizes in one stream. Each is made of nothing but itself from one key frame to the next, so that
// whoever gets one gets no other. The browser shares the bits among them, and with fewer bits sends fewer of them.
const layers: types.RtpEncodingParameters[] = [{ maxBitrate: 1_700_000, scalabilityMode: 'L3T3_KEY' }];

/** How a source is sent, a picture in this codec. */
export function optionsFor(source: Source, codec: VideoCodec | null): Options {
  const options = producerOptions[source];
  return source === 'camera' && codec === 'VP9' ? { ...options, encodings: layers } : options;
}

// A packet carries so much sound, in milliseconds, where a few speak to many, instead of twenty: half the packets for
// the server and for everybody who listens, and twenty milliseconds more on the way.
const toManyPtime = 40;

/** How the microphone is sent: a voice, or music, among some or to many. */
export function microphoneOptions({ current, toMany }: Pick<VoiceTreatment, 'current' | 'toMany'>): Options {
  const options = voiceOrMusic(current);
  if (!toMany) return options;
  return { ...options, codecOptions: { ...options.codecOptions, opusPtime: toManyPtime } };
}

function voiceOrMusic({ music, musicRate }: Treatment): Options {
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
