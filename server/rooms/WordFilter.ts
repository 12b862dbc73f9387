import type { RoomId } from '../../protocol/ids.ts';
import { isAtLeast, type Rank } from '../../protocol/ranks.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { FilterStore } from '../store/FilterStore.ts';
import { can } from './permissions.ts';

/** What somebody writes, and where. */
interface Written {
  readonly info: RoomInfo;
  readonly role: Rank;
  readonly text: string;
}

// Shorter words stand inside of harmless ones; longer ones are found however they are spaced out.
const shortestSpaced = 5;
const scripts = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;
const endings =
  'com|net|org|info|biz|io|gg|co|me|tv|xyz|top|site|online|shop|club|link|click|app|dev|ru|cn|de|uk';
const link = new RegExp(
  `https?://|www\\.|[\\p{L}\\p{N}-]\\.(?:${endings})(?:[/:?#]|(?![\\p{L}\\p{N}-]))`,
  'iu',
);

/** A text as it is compared: without case, accents, signs that are not seen, and forms that only look different. */
export function plainly(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .normalize('NFKC');
}

/** Says whether a text has one of the words, which are given plainly, as a word of its own or spaced out. */
export function hasWord(text: string, words: readonly string[]): boolean {
  const plain = plainly(text);
  const apart = ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const together = plain.replace(/[^\p{L}\p{N}]+/gu, '');
  // Letters with something between each of them, which nobody writes by chance.
  const spelled = apart.replace(/(?<=\s\S)\s(?=\S\s)/gu, '');
  return words.some((word) => {
    const bare = word.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    if (bare === '') return false;
    if (scripts.test(bare)) return together.includes(bare.replaceAll(' ', ''));
    if (apart.includes(` ${bare} `) || spelled.includes(` ${bare} `)) return true;
    return bare.length >= shortestSpaced && isSpacedOut(apart) && together.includes(bare.replaceAll(' ', ''));
  });
}

/** Whether a text has a link, or something that people would make one of. */
export function hasLink(text: string): boolean {
  return link.test(text.normalize('NFKC').replace(/\p{Cf}/gu, ''));
}

/** How many links there are in a text. */
export function linksIn(text: string): number {
  const words = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .split(/[\s<>()[\]|"']+/u);
  return words.filter((word) => link.test(word)).length;
}

/** Three single letters in a row are no sentence. */
function isSpacedOut(apart: string): boolean {
  return /(?:\s\S){3}\s/u.test(apart);
}

/** Words that nobody writes in a room, and who writes links there. Moderators are not held back. */
export class WordFilter {
  readonly #store: FilterStore;
  /** Plainly; the promise and not the words, so that many who write at once ask once. */
  readonly #words = new Map<RoomId, Promise<readonly string[]>>();

  constructor(store: FilterStore) {
    this.#store = store;
  }

  /** Throws `word_refused` or `link_refused`. */
  async require({ info, role, text }: Written): Promise<void> {
    if (can(role, 'chat:moderate', info)) return;
    const { links = 'everyone' } = info;
    const mayLink = links === 'everyone' || (links === 'members' && isAtLeast(role, 'member'));
    if (!mayLink && hasLink(text)) throw new AppError('link_refused', 'Links are not for everybody here.');
    const words = this.#words.get(info.id) ?? this.#load(info.id);
    if (hasWord(text, await words)) throw new AppError('word_refused', 'A word in it is not welcome here.');
  }

  /** The words of a room, as they were given. */
  async words(roomId: RoomId): Promise<string[]> {
    return await this.#store.words(roomId);
  }

  /** In force with the next line; kept when it resolves. */
  async set(roomId: RoomId, words: readonly string[]): Promise<void> {
    const once = [...new Map(words.map((word) => [plainly(word), word])).values()];
    await this.#store.setWords(roomId, once);
    this.#words.set(roomId, Promise.resolve(once.map(plainly)));
  }

  /** Nobody is in a room any more. */
  forgetRoom(roomId: RoomId): void {
    this.#words.delete(roomId);
  }

  #load(roomId: RoomId): Promise<readonly string[]> {
    const loading = this.#store.words(roomId).then((words) => words.map(plainly));
    this.#words.set(roomId, loading);
    loading.catch(() => this.#words.delete(roomId));
    return loading;
  }
}
