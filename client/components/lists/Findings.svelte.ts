import { sentenceFor } from '../../problems.ts';

/** What is looked for: words where some were given, and behind what. */
interface Wish<Item> {
  readonly q?: string;
  /** How many came before. */
  readonly skip: number;
  /** The last one that is there. */
  readonly behind: Item | undefined;
}
interface Page<Item> {
  readonly items: readonly Item[];
  readonly more: boolean;
}
interface Parts<Item> {
  readonly page: (wish: Wish<Item>) => Promise<Page<Item>>;
  readonly idOf: (item: Item) => string;
}

/** What is found by the words typed last, page by page; nothing twice, though its order may move meanwhile. */
export class Findings<Item> {
  words = $state('');
  items = $state.raw<readonly Item[]>();
  more = $state(false);
  problem = $state<string>();
  readonly #parts: Parts<Item>;
  #skip = 0;
  #turn = 0;
  #last = () => this.look();

  constructor(parts: Parts<Item>) {
    this.#parts = parts;
  }

  /** Begins anew. In an effect it is done again whenever something else is looked for. */
  async look(): Promise<void> {
    this.#last = () => this.look();
    const found = await this.#find([], 0, 1);
    // What was found by other words is no answer to these.
    if (!found) this.items = undefined;
  }

  /** Goes on behind what is there. */
  async goOn(): Promise<void> {
    this.#last = () => this.goOn();
    await this.#find(this.items ?? [], this.#skip, 1);
  }

  /** Asks anew for as much as is there, so that nobody loses their place. */
  async renew(): Promise<void> {
    this.#last = () => this.renew();
    await this.#find([], 0, this.#skip);
  }

  /** Does again what went wrong. */
  async again(): Promise<void> {
    await this.#last();
  }

  /** False if it went wrong, and nobody asked otherwise meanwhile. */
  async #find(there: readonly Item[], from: number, count: number): Promise<boolean> {
    this.#turn += 1;
    const turn = this.#turn;
    const { page, idOf } = this.#parts;
    const q = this.words.trim();
    let [items, skip, more] = [there, from, false];
    try {
      do {
        const next = await page({ ...(q && { q }), skip, behind: items.at(-1) });
        if (turn !== this.#turn) return true;
        const known = new Set(items.map(idOf));
        items = [...items, ...next.items.filter((item) => !known.has(idOf(item)))];
        skip += next.items.length;
        more = next.more && next.items.length > 0;
      } while (more && skip < from + count);
    } catch (error) {
      if (turn !== this.#turn) return true;
      this.problem = sentenceFor(error);
      return false;
    }
    this.items = items;
    this.more = more;
    this.#skip = skip;
    this.problem = undefined;
    return true;
  }
}
