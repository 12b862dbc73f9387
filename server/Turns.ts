import { AppError } from './errors.ts';

interface TurnOptions {
  readonly atOnce: number;
  readonly waiting: number;
}

/** Lets few do something heavy at once; a few more wait for their turn, the rest are told to come back. */
export class Turns {
  readonly #options: TurnOptions;
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(options: TurnOptions) {
    this.#options = options;
  }

  /** Does it when it is its turn. Throws `server_busy` when too many wait already. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#turn();
    try {
      return await work();
    } finally {
      // The place goes on to whoever waits longest.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy--;
    }
  }

  async #turn(): Promise<void> {
    if (this.#busy < this.#options.atOnce) {
      this.#busy++;
      return;
    }
    if (this.#waiting.length >= this.#options.waiting) {
      throw new AppError('server_busy', 'Too many do that right now.', 1000);
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
