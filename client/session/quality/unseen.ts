import type { VideoCodec } from '../../../protocol/codecs.ts';
import type { Flow } from './figures.ts';

/** What pictures are sent in where everybody can show it. */
export type BetterCodec = Exclude<VideoCodec, 'VP8'>;

export const betterCodecs: readonly BetterCodec[] = ['VP9', 'AV1'];
// A picture begins with its first packets: so many without one are no beginning.
const enoughPackets = 25;

/** The codecs of which pictures arrive and nothing is ever shown: the browser said it can, and cannot. */
export function unseenCodecs(receiving: readonly Flow[]): BetterCodec[] {
  const blank = receiving.filter(
    ({ figures: { kind, packets, width } }) => kind === 'video' && packets >= enoughPackets && width === 0,
  );
  return betterCodecs.filter((codec) => blank.some(({ figures }) => figures.codec === codec));
}
