// What ORTC objects look like on the wire, in outline and with limits: mediasoup checks the rest.
// Shapes: https://mediasoup.org/documentation/v3/mediasoup/rtp-parameters-and-capabilities/
import { z } from 'zod';
import { TransportId } from './ids.ts';

const token = (max: number) => z.string().min(1).max(max);
const uint32 = z.int().min(0).max(0xff_ff_ff_ff);
const Kind = z.enum(['audio', 'video']);
const CodecParameters = z
  .record(z.string().max(64), z.union([z.string().max(256), z.number(), z.boolean()]))
  .refine((parameters) => Object.keys(parameters).length <= 32, 'has more than 32 keys');
const RtcpFeedback = z.object({ type: token(32), parameter: z.string().max(32).exactOptional() });
const HeaderExtensionUri = token(128);

const RtpCodec = z.object({
  mimeType: z.string().regex(/^(audio|video)\/[A-Za-z0-9.-]{1,32}$/),
  payloadType: z.int().min(0).max(127),
  clockRate: z.int().min(1).max(1_000_000),
  channels: z.int().min(1).max(8).exactOptional(),
  parameters: CodecParameters.exactOptional(),
  rtcpFeedback: z.array(RtcpFeedback).max(16).exactOptional(),
});

/** What a browser, or the router, can receive. */
export const RtpCapabilities = z
  .object({
    codecs: z
      .array(
        RtpCodec.omit({ payloadType: true }).extend({
          kind: Kind,
          preferredPayloadType: z.int().min(0).max(127).exactOptional(),
        }),
      )
      .max(64),
    headerExtensions: z
      .array(
        z.object({
          kind: Kind,
          uri: HeaderExtensionUri,
          preferredId: z.int().min(1).max(255),
          preferredEncrypt: z.boolean().exactOptional(),
          direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).exactOptional(),
        }),
      )
      .max(40),
  })
  .meta({ id: 'RtpCapabilities' });
export type RtpCapabilities = z.infer<typeof RtpCapabilities>;

/** How a track is sent. */
export const RtpParameters = z
  .object({
    // RFC 8843: a media identification tag; mediasoup takes up to eight characters.
    mid: z.string().max(8).exactOptional(),
    msid: z.string().max(256).exactOptional(),
    codecs: z.array(RtpCodec).min(1).max(16),
    headerExtensions: z
      .array(
        z.object({
          uri: HeaderExtensionUri,
          id: z.int().min(1).max(255),
          encrypt: z.boolean().exactOptional(),
          parameters: CodecParameters.exactOptional(),
        }),
      )
      .max(20)
      .exactOptional(),
    encodings: z
      .array(
        z.object({
          ssrc: uint32.min(1).exactOptional(),
          rid: z.string().max(16).exactOptional(),
          codecPayloadType: z.int().min(0).max(127).exactOptional(),
          rtx: z.object({ ssrc: uint32.min(1) }).exactOptional(),
          dtx: z.boolean().exactOptional(),
          scalabilityMode: z
            .string()
            .regex(/^[LS][1-3]T[1-3](h|_KEY|_KEY_SHIFT)?$/)
            .exactOptional(),
          maxBitrate: z.int().positive().max(100_000_000).exactOptional(),
          maxFramerate: z.number().positive().max(240).exactOptional(),
          scaleResolutionDownBy: z.number().min(1).max(64).exactOptional(),
        }),
      )
      .min(1)
      .max(3),
    rtcp: z
      .object({
        cname: z.string().max(256).exactOptional(),
        reducedSize: z.boolean().exactOptional(),
        mux: z.boolean().exactOptional(),
      })
      .exactOptional(),
  })
  .meta({ id: 'RtpParameters' });
export type RtpParameters = z.infer<typeof RtpParameters>;

/** The side of a browser in the DTLS handshake. At least one fingerprint: none once ended the worker. */
export const DtlsParameters = z
  .object({
    role: z.enum(['auto', 'client', 'server']).exactOptional(),
    fingerprints: z
      .array(
        z.object({
          algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
          value: z.string().regex(/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){19,63}$/),
        }),
      )
      .min(1)
      .max(5),
  })
  .meta({ id: 'DtlsParameters' });
export type DtlsParameters = z.infer<typeof DtlsParameters>;

/** The short-term credentials of the server's ICE agent (RFC 8445); it is always ICE-lite. */
export const IceParameters = z.object({
  usernameFragment: z.string(),
  password: z.string(),
  iceLite: z.boolean().exactOptional(),
});
export type IceParameters = z.infer<typeof IceParameters>;

const IceCandidate = z.object({
  foundation: z.string(),
  priority: z.number(),
  ip: z.string(),
  address: z.string(),
  protocol: z.enum(['udp', 'tcp']),
  port: z.int(),
  type: z.literal('host'),
  tcpType: z.literal('passive').exactOptional(),
});

/** What a browser needs to make its end of a transport. */
export const TransportInfo = z
  .object({
    id: TransportId,
    iceParameters: IceParameters,
    iceCandidates: z.array(IceCandidate),
    dtlsParameters: DtlsParameters,
  })
  .meta({ id: 'TransportInfo' });
export type TransportInfo = z.infer<typeof TransportInfo>;
