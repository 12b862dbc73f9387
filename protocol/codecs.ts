import type { RtpCapabilities, RtpParameters } from './rtp.ts';

/** The codecs of pictures that rooms speak; every browser has the first. */
export const videoCodecs = ['VP8', 'VP9', 'AV1'] as const;
export type VideoCodec = (typeof videoCodecs)[number];

type Codec = RtpCapabilities['codecs'][number] | RtpParameters['codecs'][number];

/** The codecs of pictures that something names: capabilities, or a track. */
export function codecsIn({ codecs }: { readonly codecs: readonly Codec[] }): VideoCodec[] {
  return videoCodecs.filter((name) => codecs.some((codec) => isCodec(name, codec)));
}

function isCodec(name: VideoCodec, { mimeType, parameters }: Codec): boolean {
  if (mimeType.toLowerCase() !== `video/${name}`.toLowerCase()) return false;
  // Profile 2 of VP9 has colours of ten bits, and is another codec to all but its name.
  return name !== 'VP9' || (parameters?.['profile-id'] ?? 0) === 0;
}
