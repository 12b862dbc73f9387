/** When something last happened to each of many, in milliseconds since 1970; the oldest are forgotten. */
export class Moments {
  readonly #at = new Map<string, number>();
  readonly #most: number;

  constructor(most = 10_000) {
    this.#most = most;
  }

  of(key: string): number | undefined {
    return this.#at.get(key);
  }

  set(key: string, at: number): void {
    // Put anew, it is the last to be forgotten.
    this.#at.delete(key);
    this.#at.set(key, at);
    const [oldest] = this.#at.keys();
    if (this.#at.size > this.#most && oldest !== undefined) this.#at.delete(oldest);
  }

  forget(key: string): void {
    this.#at.delete(key);
  }
}
