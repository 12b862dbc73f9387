import type { DtlsParameters, RtpCapabilities, RtpParameters } from '../../protocol/rtp.ts';
import type { LoadTrack } from './Generator.ts';

const opus = { mimeType: 'audio/opus', clockRate: 48_000, channels: 2 };
const opusPayloadType = 100;
const vp8 = { mimeType: 'video/VP8', clockRate: 90_000 };
const vp8PayloadType = 101;
const levelUri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
const levelId = 1;

/** What the generator can receive: no feedback but requests for key frames, so that nothing but forwarding is measured. */
export const rtpCapabilities: RtpCapabilities = {
  codecs: [
    { kind: 'audio', ...opus, preferredPayloadType: opusPayloadType, rtcpFeedback: [] },
    {
      kind: 'video',
      ...vp8,
      preferredPayloadType: vp8PayloadType,
      rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
    },
  ],
  headerExtensions: [],
};

/** What a server is told of somebody who sends. */
export interface Sent {
  readonly source: 'microphone' | 'camera';
  readonly rtpParameters: RtpParameters;
}

/** What somebody in the generator sends. */
export interface Act extends Sent {
  readonly track: LoadTrack;
}

/** A voice: fifty packets a second of what Opus makes of speech at 32 kbit/s, with its level. */
export function voice(peer: number, ssrc: number): Act {
  return {
    source: 'microphone',
    rtpParameters: {
      codecs: [{ ...opus, payloadType: opusPayloadType, rtcpFeedback: [] }],
      headerExtensions: [{ uri: levelUri, id: levelId }],
      encodings: [{ ssrc }],
      rtcp: { cname: 'load' },
    },
    track: {
      ...{ peer, ssrc, payloadType: opusPayloadType, levelId },
      ...{ video: false, bytes: 80, perSecond: 50, packets: 1 },
    },
  };
}

/** A voice as browsers send it on a stage: packets of 40 ms. */
export function stageVoice(peer: number, ssrc: number): Act {
  const act = voice(peer, ssrc);
  return { ...act, track: { ...act.track, bytes: 160, perSecond: 25 } };
}

/** A camera: thirty frames a second of five packets, 1.2 Mbit/s in one layer. */
export function camera(peer: number, ssrc: number): Act {
  return {
    source: 'camera',
    rtpParameters: {
      codecs: [{ ...vp8, payloadType: vp8PayloadType, rtcpFeedback: [{ type: 'nack', parameter: 'pli' }] }],
      encodings: [{ ssrc }],
      rtcp: { cname: 'load' },
    },
    track: {
      ...{ peer, ssrc, payloadType: vp8PayloadType, levelId: 0 },
      ...{ video: true, bytes: 1_000, perSecond: 30, packets: 5 },
    },
  };
}

/** The generator's side of the DTLS handshake. */
export function dtlsParameters(fingerprint: string): DtlsParameters {
  return { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: fingerprint }] };
}
