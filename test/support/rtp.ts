import { randomInt } from 'node:crypto';
import type { VideoCodec } from '../../protocol/codecs.ts';
import type { TransportId } from '../../protocol/ids.ts';
import type { DtlsParameters, RtpCapabilities, RtpParameters } from '../../protocol/rtp.ts';
import type { ProduceOptions } from '../../server/media/api.ts';

const ssrc = () => randomInt(1, 0xff_ff_ff_ff);

/** What a browser says of a microphone. */
export function microphoneParameters(): RtpParameters {
  return {
    mid: '0',
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: 111,
        clockRate: 48_000,
        channels: 2,
        parameters: { useinbandfec: 1, usedtx: 1 },
        rtcpFeedback: [{ type: 'nack' }, { type: 'transport-cc' }],
      },
    ],
    encodings: [{ ssrc: ssrc(), dtx: true }],
    rtcp: { cname: 'someone', reducedSize: true },
  };
}

/** What a browser says of a camera that it sends in layers. */
export function layeredParameters(codec: Exclude<VideoCodec, 'VP8'>): RtpParameters {
  return {
    mid: '2',
    codecs: [
      {
        mimeType: `video/${codec}`,
        payloadType: 98,
        clockRate: 90_000,
        ...(codec === 'VP9' && { parameters: { 'profile-id': 0 } }),
        rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'transport-cc' }],
      },
    ],
    encodings: [{ ssrc: ssrc(), scalabilityMode: codec === 'VP9' ? 'L3T3_KEY' : 'L1T3' }],
    rtcp: { cname: 'someone', reducedSize: true },
  };
}

/** What a browser says of a camera in three sizes. */
export function cameraParameters(): RtpParameters {
  return {
    mid: '1',
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: 96,
        clockRate: 90_000,
        rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'transport-cc' }],
      },
    ],
    encodings: [4, 2, 1].map((scaleResolutionDownBy) => ({
      ssrc: ssrc(),
      scaleResolutionDownBy,
      scalabilityMode: 'L1T3',
    })),
    rtcp: { cname: 'someone', reducedSize: true },
  };
}

/** The fingerprint of a browser's certificate. */
export function dtlsParameters(): DtlsParameters {
  const value = Array.from({ length: 32 }, () => randomInt(256).toString(16).padStart(2, '0')).join(':');
  return { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: value.toUpperCase() }] };
}

/** What a browser that can do little receives: Opus and VP8. */
export const fewCapabilities: RtpCapabilities = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 100,
      clockRate: 48_000,
      channels: 2,
      parameters: { useinbandfec: 1, usedtx: 1 },
      rtcpFeedback: [{ type: 'nack' }, { type: 'transport-cc' }],
    },
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: 101,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'transport-cc' }],
    },
  ],
  headerExtensions: [],
};

/** What a browser that can do everything receives. */
export const allCapabilities: RtpCapabilities = {
  ...fewCapabilities,
  codecs: [
    ...fewCapabilities.codecs,
    ...(['VP9', 'AV1'] as const).map((codec, index) => ({
      kind: 'video' as const,
      mimeType: `video/${codec}`,
      preferredPayloadType: 103 + 2 * index,
      clockRate: 90_000,
      parameters: codec === 'VP9' ? { 'profile-id': 0 } : {},
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'transport-cc' }],
    })),
  ],
};

/** A microphone to send. */
export const microphone = (transportId: TransportId, paused = false): ProduceOptions => ({
  transportId,
  source: 'microphone',
  rtpParameters: microphoneParameters(),
  paused,
});

/** A camera to send. */
export const camera = (transportId: TransportId): ProduceOptions => ({
  transportId,
  source: 'camera',
  rtpParameters: cameraParameters(),
  paused: false,
});
