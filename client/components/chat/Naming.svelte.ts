import type { PersonInfo } from '../../../protocol/people.ts';

const most = 8;
// An address of mail has letters before its @.
const begun = /(?:^|[^\p{L}\p{N}@])@([^\n@]{0,40})$/u;

/** Whom one is about to name: what was typed after an `@`, who fits, and who is chosen of them. */
export class Naming {
  readonly #everybody: () => readonly PersonInfo[];
  readonly #pick: (person: PersonInfo) => unknown;
  readonly #find: (query: string) => Promise<readonly PersonInfo[]>;
  #query = $state<string | null>(null);
  /** One that was closed by Escape stays closed. */
  #closedAt = -1;
  #from = 0;
  /** Who was found elsewhere, of whom nobody knew before. */
  #found = $state.raw<readonly PersonInfo[]>([]);
  #picked = $state.raw<readonly PersonInfo[]>([]);
  chosen = $state(0);
  readonly people = $derived.by(() => {
    if (this.#query === null) return [];
    const query = folded(this.#query);
    const fits = ({ name }: PersonInfo) => ` ${folded(name)}`.includes(` ${query}`);
    return once([...this.#everybody(), ...this.#found])
      .filter(fits)
      .slice(0, most);
  });

  /** `find` knows more people than are at hand. */
  constructor(
    everybody: () => readonly PersonInfo[],
    pick: (person: PersonInfo) => unknown,
    find: (query: string) => Promise<readonly PersonInfo[]> = async () => [],
  ) {
    this.#everybody = everybody;
    this.#pick = pick;
    this.#find = find;
  }

  /** Everybody who may be named by what is written. */
  get known(): PersonInfo[] {
    return once([...this.#everybody(), ...this.#picked]);
  }

  get open(): boolean {
    return this.people.length > 0;
  }

  /** Looks at what stands before the caret. */
  look(text: string, caret: number): void {
    const query = begun.exec(text.slice(Math.max(0, caret - 64), caret))?.[1];
    this.#from = caret - (query?.length ?? 0);
    const closed = query !== undefined && this.#from === this.#closedAt;
    if (!closed) this.#closedAt = -1;
    const next = query === undefined || closed ? null : query;
    if (next === this.#query) return;
    this.chosen = 0;
    this.#query = next;
    if (next) void this.#ask(next);
  }

  /** Takes a key that is for the list; says whether it was. */
  takes(event: KeyboardEvent): boolean {
    const person = this.people[this.chosen];
    if (!person || event.shiftKey) return false;
    const keys: Record<string, () => unknown> = {
      ArrowDown: () => this.#move(1),
      ArrowUp: () => this.#move(-1),
      Enter: () => this.#pick(person),
      Tab: () => this.#pick(person),
      Escape: () => this.close(),
    };
    const act = keys[event.key];
    if (!act) return false;
    event.preventDefault();
    event.stopPropagation();
    act();
    return true;
  }

  close(): void {
    this.#closedAt = this.#from;
    this.#query = null;
  }

  #move(by: 1 | -1): void {
    this.chosen = (this.chosen + by + this.people.length) % this.people.length;
  }

  async #ask(query: string): Promise<void> {
    // It is a help: without it those at hand are offered.
    const found = await this.#find(query).catch(() => []);
    if (query === this.#query) this.#found = found;
  }

  /** The text with a name in it, and where the caret is then. */
  put(text: string, person: PersonInfo): { text: string; caret: number } {
    const { name } = person;
    this.#picked = [...this.#picked, person];
    const end = this.#from + (this.#query?.length ?? 0);
    const before = `${text.slice(0, this.#from)}${name} `;
    this.#query = null;
    return { text: before + text.slice(end).replace(/^ /, ''), caret: before.length };
  }
}

/** Each once, where they were first: nobody is moved by who is found later. */
function once(people: readonly PersonInfo[]): PersonInfo[] {
  const seen = new Set<PersonInfo['id']>();
  return people.filter(({ id }) => !seen.has(id) && seen.add(id));
}

const folded = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
