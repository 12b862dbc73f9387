import MiniSearch, { type SearchOptions } from 'minisearch';
import type { InterestSlug, RoomId } from '../../protocol/ids.ts';
import type { RoomCard } from '../../protocol/room.ts';
import { isHan, queryTermsOf, termsOf } from '../searchTerms.ts';
import type { Interest } from '../store/Store.ts';

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly tags: string;
}

const maxRooms = 50;
const maxInterests = 8;

/** Finds rooms and interests by words: forgiving a typo, in English and Chinese, by other names of interests too. */
export class SearchIndex {
  readonly #interests: ReadonlyMap<InterestSlug, Interest>;
  readonly #cards = new Map<RoomId, RoomCard>();
  // Two indexes, so that a word in a thousand rooms does not push the interest itself out.
  readonly #interestIndex = createIndex();
  readonly #roomIndex = createIndex();

  constructor(interests: readonly Interest[]) {
    this.#interests = new Map(interests.map((interest) => [interest.slug, interest]));
    for (const { slug, names, aliases } of interests) {
      const name = `${names.en} ${names.zh}`;
      this.#interestIndex.add({ id: slug, name, topic: '', tags: aliases.join(' ') });
    }
  }

  /** Takes in a room, new or changed. */
  put(card: RoomCard): void {
    const known = this.#cards.get(card.id);
    this.#cards.set(card.id, card);
    // Most changes of a card are about who talks: the words stay.
    if (!known) this.#roomIndex.add(this.#entryOf(card));
    else if (wordsOf(known) !== wordsOf(card)) this.#roomIndex.replace(this.#entryOf(card));
  }

  remove(id: RoomId): void {
    if (this.#cards.delete(id)) this.#roomIndex.discard(id);
  }

  /** What fits a text best comes first; among equals, rooms with more people. */
  search(text: string): { interests: InterestSlug[]; rooms: RoomCard[] } {
    const interests = find(this.#interestIndex, text).slice(0, maxInterests) as InterestSlug[];
    const liveliness = (id: string) => 1 + Math.log2(1 + (this.#cards.get(id as RoomId)?.count ?? 0)) / 8;
    const rooms = find(this.#roomIndex, text, { boostDocument: liveliness })
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

function createIndex(): MiniSearch<Entry> {
  return new MiniSearch<Entry>({
    fields: ['name', 'topic', 'tags'],
    tokenize: termsOf,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: queryTermsOf,
      boost: { name: 3, tags: 1.5 },
      prefix: (term) => !isHan(term),
      fuzzy: (term) => (isHan(term) || term.length < 4 ? false : 0.25),
      weights: { prefix: 0.5, fuzzy: 0.3 },
    },
  });
}

function find(
  index: MiniSearch<Entry>,
  text: string,
  options: { boostDocument?: (id: string) => number } = {},
): string[] {
  const all = (combineWith: NonNullable<SearchOptions['combineWith']>) =>
    index.search(text, { ...options, combineWith }).map(({ id }) => id as string);
  const matches = all('AND');
  return matches.length > 0 ? matches : all('OR');
}

function wordsOf({ name, topic, interests }: RoomCard): string {
  return JSON.stringify([name, topic, interests]);
}
