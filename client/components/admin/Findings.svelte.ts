import { sentenceFor } from '../../problems.ts';

/** Where to begin, and words where some were given. */
interface Query {
  readonly q?: string;
  readonly skip: number;
}
interface Page<Item> {
  readonly items: readonly Item[];
  readonly more: boolean;
}

/** What is found by the words typed last, page by page. To be made while a component is. */
export class Findings<Item> {
  words = $state('');
  items = $state.raw<readonly Item[]>();
  more = $state(false);
  problem = $state<string>();
  readonly #ask: (query: Query) => Promise<Page<Item>>;
  #asked = 0;

  constructor(ask: (query: Query) => Promise<Page<Item>>) {
    this.#ask = ask;
    $effect(() => {
      void this.words;
      void this.look();
    });
  }

  /** Begins anew, or goes on behind what is there. */
  async look(skip = 0): Promise<void> {
    const turn = ++this.#asked;
    const q = this.words.trim();
    try {
      const { items, more } = await this.#ask({ ...(q && { q }), skip });
      // Asked otherwise meanwhile.
      if (turn !== this.#asked) return;
      this.items = skip > 0 ? [...(this.items ?? []), ...items] : items;
      this.more = more;
      this.problem = undefined;
    } catch (error) {
      if (turn === this.#asked) this.problem = sentenceFor(error);
    }
  }
}
