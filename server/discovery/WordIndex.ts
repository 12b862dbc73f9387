import MiniSearch, { type SearchOptions } from 'minisearch';
import { isHan, queryTermsOf, termsOf } from '../searchTerms.ts';

/** What can be found by its words. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly tags: string;
}

/** Finds entries by words: forgiving a typo, in English and Chinese. */
export class WordIndex {
  readonly #index = new MiniSearch<Entry>({
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

  /** Takes in an entry, new or changed. */
  put(entry: Entry): void {
    if (this.#index.has(entry.id)) this.#index.replace(entry);
    else this.#index.add(entry);
  }

  remove(id: string): void {
    if (this.#index.has(id)) this.#index.discard(id);
  }

  /** What fits best comes first: what has all words, or else what has some. */
  find(text: string, options: Pick<SearchOptions, 'boostDocument'> = {}): string[] {
    const all = (combineWith: NonNullable<SearchOptions['combineWith']>) =>
      this.#index.search(text, { ...options, combineWith }).map(({ id }) => id as string);
    const matches = all('AND');
    return matches.length > 0 ? matches : all('OR');
  }
}

/** Whether a text says all of some words; of the last one its beginning will do. */
export function saysAll(said: string, words: string): boolean {
  const terms = termsOf(said);
  const wanted = queryTermsOf(words);
  return wanted.length > 0 && wanted.every((term) => terms.some((word) => word.startsWith(term)));
}
