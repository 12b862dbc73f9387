import type { VideoCodec } from '../../protocol/codecs.ts';

/** A source of pictures. */
export type PictureSource = 'camera' | 'screen';

/** What this browser can encode in the layers in which we send it, and on what. */
export interface Encoders {
  readonly cores: number;
  readonly phone: boolean;
  /** How, beside VP8: by hardware made for it, or by the processor as fast as pictures come. */
  readonly means: ReadonlyMap<VideoCodec, 'hardware' | 'software'>;
}

// The best first; what is missing here is not worth what it costs, or does not work:
// - Of a camera in AV1 mediasoup cuts no K-SVC.
// - Of a screen in VP9 Chromium sends nothing with several layers, and five pictures a second with one
//   (https://github.com/versatica/mediasoup-demo/issues/142, https://github.com/livekit/client-sdk-js/pull/1069).
const better: Record<PictureSource, readonly VideoCodec[]> = { camera: ['VP9'], screen: ['AV1'] };

// With fewer the processor has enough to do with what arrives.
const enoughCores = 4;

/** The codec to send a picture in: what everybody can show, and this browser encodes without effort; else VP8. */
export function codecFor(
  source: PictureSource,
  shown: readonly VideoCodec[],
  encoders: Encoders,
): VideoCodec {
  const { cores, phone, means } = encoders;
  const easy = (codec: VideoCodec) =>
    means.get(codec) === 'hardware' || (means.get(codec) === 'software' && cores >= enoughCores);
  // A phone has a battery, and encoders whose layers nobody knows.
  const chosen = phone ? undefined : better[source].find((codec) => shown.includes(codec) && easy(codec));
  return chosen ?? 'VP8';
}
