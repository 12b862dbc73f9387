/** How many connections each address, or each guest, has. */
export class ConnectionLimit {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Says whether there may be another one. */
  has(owner: string): boolean {
    return (this.#open.get(owner) ?? 0) < this.#most;
  }

  add(owner: string): void {
    this.#open.set(owner, (this.#open.get(owner) ?? 0) + 1);
  }

  remove(owner: string): void {
    const left = (this.#open.get(owner) ?? 0) - 1;
    if (left > 0) this.#open.set(owner, left);
    else this.#open.delete(owner);
  }
}
