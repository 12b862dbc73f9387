import type { DtlsParameters, RtpCapabilities, RtpParameters } from '../../protocol/media.ts';
import type { LoadTrack } from './Generator.ts';

const opus = { mimeType: 'audio/opus', clockRate: 48_000, channels: 2 };
const opusPayloadType = 100;
const levelUri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
const levelId = 1;

/** What the generator can receive: without feedback, so that nothing but forwarding is measured. */
export const rtpCapabilities: RtpCapabilities = {
  codecs: [
    { kind: 'audio', ...opus, preferredPayloadType: opusPayloadType, rtcpFeedback: [] },
    { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, preferredPayloadType: 101, rtcpFeedback: [] },
  ],
  headerExtensions: [],
};

/** How the generator sends a voice, with the level that active speakers are found by. */
export function voiceParameters(ssrc: number): RtpParameters {
  return {
    codecs: [{ ...opus, payloadType: opusPayloadType, rtcpFeedback: [] }],
    headerExtensions: [{ uri: levelUri, id: levelId }],
    encodings: [{ ssrc }],
    rtcp: { cname: 'load' },
  };
}

/** A voice: fifty packets a second of what Opus makes of speech at 32 kbit/s. */
export function voice(peer: number, ssrc: number): LoadTrack {
  const sound = { video: false, bytes: 80, perSecond: 50, packets: 1, levelId };
  return { peer, ssrc, payloadType: opusPayloadType, ...sound };
}

/** The generator's side of the DTLS handshake. */
export function dtlsParameters(fingerprint: string): DtlsParameters {
  return { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: fingerprint }] };
}
