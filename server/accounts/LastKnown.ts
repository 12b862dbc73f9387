import { isStorageAway } from '../errors.ts';

const goodForMs = 10 * 60_000;
const mostKnown = 10_000;

/** What the storage said lately, for the time in which it says nothing: who is here can come back meanwhile. */
export class LastKnown<Value> {
  readonly #known = new Map<string, { readonly value: Value; readonly at: number }>();
  #forgotten = 0;

  /** Asks the storage, and takes what it said before where it is away. Nothing, null, is not remembered. */
  async ask(key: string, look: () => Promise<Value | null>): Promise<Value | null> {
    const before = this.#forgotten;
    try {
      const value = await look();
      this.#known.delete(key);
      // What was asked before something was forgotten may be just that.
      if (value !== null && before === this.#forgotten) this.#note(key, value);
      return value;
    } catch (error) {
      const known = this.#known.get(key);
      if (!isStorageAway(error) || !known || known.at < Date.now() - goodForMs) throw error;
      return known.value;
    }
  }

  /** What is so no longer is not to be believed. */
  forget(isGone: (value: Value) => boolean): void {
    this.#forgotten++;
    for (const [key, { value }] of this.#known) if (isGone(value)) this.#known.delete(key);
  }

  #note(key: string, value: Value): void {
    this.#known.set(key, { value, at: Date.now() });
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
  }
}
