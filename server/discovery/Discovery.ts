import type { InterestSlug, RoomSlug, UserId } from '../../protocol/ids.ts';
import type { InterestInfo } from '../../protocol/interest.ts';
import type { InterestPage, RoomPage, SearchResult } from '../../protocol/rest.ts';
import type { RoomCard, RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { Interest } from '../store/Store.ts';
import type { RoomDirectory } from './RoomDirectory.ts';
import { SearchIndex } from './SearchIndex.ts';
import { saysAll } from './WordIndex.ts';

/** Which rooms to list. */
interface RoomFilter {
  readonly interest?: InterestSlug | undefined;
  readonly language?: string | undefined;
  readonly limit: number;
}

/** Who may know of which room: `Audience` is one. */
interface Door {
  require(room: RoomInfo, asker: UserId | null): void;
  /** The cards of rooms that are for the asker beside those that everybody finds. */
  cardsFor(asker: UserId | null): RoomCard[];
  /** Whether the asker comes upon every listed room. */
  listsAll(asker: UserId | null): boolean;
}

// As many as `GET /api/rooms` gives at most.
const maxRooms = 200;

/** How people find rooms: by interest, by list, by search. */
export class Discovery {
  readonly #directory: RoomDirectory;
  readonly #audience: Door;
  readonly #interests: ReadonlyMap<InterestSlug, Interest>;
  readonly #index: SearchIndex;

  constructor(directory: RoomDirectory, interests: readonly Interest[], audience: Door) {
    this.#directory = directory;
    this.#audience = audience;
    this.#interests = new Map(interests.map((interest) => [interest.slug, interest]));
    this.#index = new SearchIndex(interests);
    for (const card of directory.listed()) this.#index.put(card);
    directory.on('card', (card) => this.#index.put(card));
    directory.on('cardGone', ({ id }) => this.#index.remove(id));
  }

  /** All interests with the rooms and people in each right now, as far as the asker comes upon them. */
  interests(asker: UserId | null = null): InterestInfo[] {
    return this.#withCounts(this.#interests.keys(), asker);
  }

  /** One interest with its related ones and its rooms. Throws `not_found`. */
  interest(slug: InterestSlug, asker: UserId | null): InterestPage {
    const [interest] = this.#withCounts([slug], asker);
    if (!interest) throw new AppError('not_found', 'There is no such interest.');
    const related = this.#withCounts(interest.related, asker);
    return { interest, related, rooms: this.rooms({ interest: slug, limit: maxRooms }, asker) };
  }

  /** The rooms that fit, open ones and those for some people who are the asker's, live ones first. */
  rooms({ interest, language, limit }: RoomFilter, asker: UserId | null): RoomCard[] {
    const some = this.#audience.cardsFor(asker);
    const all = this.#listed(asker);
    return (some.length > 0 ? [...some, ...all].sort((a, b) => b.count - a.count) : all)
      .filter(
        (card) =>
          (interest === undefined || card.interests.includes(interest)) &&
          (language === undefined || card.language === language),
      )
      .slice(0, limit);
  }

  /** One room, listed or not, as somebody sees it; null is nobody we know. Throws `not_found`. */
  async room(slug: RoomSlug, asker: UserId | null): Promise<RoomPage> {
    const room = await this.#directory.find(slug);
    this.#audience.require(room, asker);
    return {
      room,
      card: this.#directory.cardOf(room),
      interests: this.#withCounts(room.interests, asker),
      full: this.#directory.isFull(room.id),
      capacity: this.#directory.capacity,
    };
  }

  search(text: string, asker: UserId | null): SearchResult {
    const { interests, rooms } = this.#index.search(text);
    // They are in no index: it would rank what strangers find by words of rooms that there are not for them.
    const some = this.#audience.cardsFor(asker).filter((card) => saysAll(`${card.name} ${card.topic}`, text));
    const listed = this.#audience.listsAll(asker) ? rooms : [];
    return { interests: this.#withCounts(interests, asker), rooms: [...some, ...listed] };
  }

  #listed(asker: UserId | null): RoomCard[] {
    return this.#audience.listsAll(asker) ? this.#directory.listed() : [];
  }

  #withCounts(slugs: Iterable<InterestSlug>, asker: UserId | null): InterestInfo[] {
    const counts = new Map<InterestSlug, { liveRooms: number; people: number }>();
    for (const { interests, count } of this.#listed(asker)) {
      if (count === 0) continue;
      for (const slug of interests) {
        const sum = counts.get(slug) ?? { liveRooms: 0, people: 0 };
        counts.set(slug, { liveRooms: sum.liveRooms + 1, people: sum.people + count });
      }
    }
    return [...slugs].flatMap((slug) => {
      const interest = this.#interests.get(slug);
      if (!interest) return [];
      const { aliases, ...shown } = interest;
      return { ...shown, ...(counts.get(slug) ?? { liveRooms: 0, people: 0 }) };
    });
  }
}
