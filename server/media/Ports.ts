/** The ports that workers listen on: each takes the first of the range that is free for UDP and for TCP. */
export class Ports {
  readonly #first: number;
  readonly #last: number;
  readonly #taken = new Set<number>();

  /** First port 0: any free ones. */
  constructor(first: number, count: number) {
    this.#first = first;
    this.#last = Math.min(first + count - 1, 65_535);
  }

  /** Tries to listen on one port after the other, and says on which it succeeded. */
  async take<Result>(listen: (port: number) => Promise<Result>): Promise<{ port: number; result: Result }> {
    if (this.#first === 0) return { port: 0, result: await listen(0) };
    for (let port = this.#first; port <= this.#last; port++) {
      if (this.#taken.has(port)) continue;
      // Before the wait, so that workers that start together do not quarrel about one.
      this.#taken.add(port);
      try {
        return { port, result: await listen(port) };
      } catch (error) {
        this.#taken.delete(port);
        if (!isInUse(error)) throw error;
      }
    }
    throw new Error(
      `none of the media ports ${this.#first} to ${this.#last} is free for UDP and TCP; set RTC_PORT to the first of others, or RTC_PORTS to more.`,
    );
  }

  /** Nobody listens there any more. */
  giveBack(port: number): void {
    this.#taken.delete(port);
  }
}

// Another process has it, perhaps another Hobnob that hands over to this one.
function isInUse(error: unknown): boolean {
  return error instanceof Error && error.message.includes('address already in use');
}
