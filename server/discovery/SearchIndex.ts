import type { InterestSlug, RoomId } from '../../protocol/ids.ts';
import type { RoomCard } from '../../protocol/room.ts';
import type { Interest } from '../store/Store.ts';
import { type Entry, WordIndex } from './WordIndex.ts';

const maxRooms = 50;
const maxInterests = 8;

/** Finds rooms and interests by words: forgiving a typo, in English and Chinese, by other names of interests too. */
export class SearchIndex {
  readonly #interests: ReadonlyMap<InterestSlug, Interest>;
  readonly #cards = new Map<RoomId, RoomCard>();
  // Two indexes, so that a word in a thousand rooms does not push the interest itself out.
  readonly #interestIndex = new WordIndex();
  readonly #roomIndex = new WordIndex();

  constructor(interests: readonly Interest[]) {
    this.#interests = new Map(interests.map((interest) => [interest.slug, interest]));
    for (const { slug, names, aliases } of interests) {
      const name = `${names.en} ${names.zh}`;
      this.#interestIndex.put({ id: slug, name, topic: '', tags: aliases.join(' ') });
    }
  }

  /** Takes in a room, new or changed. */
  put(card: RoomCard): void {
    const known = this.#cards.get(card.id);
    this.#cards.set(card.id, card);
    // Most changes of a card are about who talks: the words stay.
    if (!known || wordsOf(known) !== wordsOf(card)) this.#roomIndex.put(this.#entryOf(card));
  }

  remove(id: RoomId): void {
    if (this.#cards.delete(id)) this.#roomIndex.remove(id);
  }

  /** What fits a text best comes first; among equals, rooms with more people. */
  search(text: string): { interests: InterestSlug[]; rooms: RoomCard[] } {
    const interests = this.#interestIndex.find(text).slice(0, maxInterests) as InterestSlug[];
    const liveliness = (id: string) => 1 + Math.log2(1 + (this.#cards.get(id as RoomId)?.count ?? 0)) / 8;
    const rooms = this.#roomIndex
      .find(text, { boostDocument: liveliness })
      .slice(0, maxRooms)
      .flatMap((id) => this.#cards.get(id as RoomId) ?? []);
    return { interests, rooms };
  }

  #entryOf(card: RoomCard): Entry {
    const tags = card.interests.flatMap((slug) => {
      const interest = this.#interests.get(slug);
      return interest ? [interest.names.en, interest.names.zh, ...interest.aliases] : [];
    });
    return { id: card.id, name: card.name, topic: card.topic, tags: tags.join(' ') };
  }
}

function wordsOf({ name, topic, interests }: RoomCard): string {
  return JSON.stringify([name, topic, interests]);
}
