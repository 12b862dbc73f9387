import { type VideoCodec, videoCodecs } from '../../protocol/codecs.ts';

/** The codecs of pictures that everybody can show, given what each of them can. */
export function commonCodecs(each: Iterable<readonly VideoCodec[]>): VideoCodec[] {
  const all = [...each];
  return videoCodecs.filter((codec) => all.every((shown) => shown.includes(codec)));
}
