import { type VideoCodec, videoCodecs } from '../../protocol/codecs.ts';
import type { ParticipantId } from '../../protocol/ids.ts';

/** The codecs of pictures that everybody in a room can show: those that nobody lacks. */
export class CommonCodecs {
  /** Who lacks each of them. */
  readonly #lacking = videoCodecs.map((codec) => ({ codec, people: new Set<ParticipantId>() }));

  get list(): VideoCodec[] {
    return this.#lacking.flatMap(({ codec, people }) => (people.size === 0 ? [codec] : []));
  }

  /** Somebody shows these; whoever leaves holds nobody back. Says whether others are shown by everybody now. */
  set(id: ParticipantId, shown: readonly VideoCodec[]): boolean {
    const before = this.list.join();
    for (const { codec, people } of this.#lacking) {
      if (shown.includes(codec)) people.delete(id);
      else people.add(id);
    }
    return this.list.join() !== before;
  }
}
