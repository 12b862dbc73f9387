import { AppError } from '../errors.ts';

/** Another server has taken over what is kept: this one may write no more. */
export class Fenced extends AppError {
  constructor() {
    super('storage_unavailable', 'Another server has the storage.');
  }
}

/** How the storage keeps a number that only grows. */
export interface FenceKeeper {
  raise(): Promise<number>;
  read(): Promise<number>;
}

export interface FenceOptions {
  /** Asked right before it takes over. */
  readonly mayTake?: () => Promise<boolean>;
  /** Another server took over; told once. */
  readonly lost: () => void;
}

/**
 * Keeps everybody but one from writing where several servers share a database. Whoever takes over raises a number there;
 * every transaction begins by looking whether it is still the one of its server, in the turn in which nobody else writes.
 */
export class Fence {
  readonly #options: FenceOptions;
  #keeper: FenceKeeper | undefined;
  #number: number | undefined;
  #isLost = false;
  /** How often it began and ended to take over. */
  #takes = 0;
  #checking: Promise<void> | undefined;

  constructor(options: FenceOptions) {
    this.#options = options;
  }

  /** What the number in the storage has to be; undefined before this server took over. */
  get number(): number | undefined {
    return this.#number;
  }

  /** Takes over: from now on nobody else writes there. */
  async take(keeper: FenceKeeper): Promise<void> {
    this.#keeper = keeper;
    if ((await this.#options.mayTake?.()) === false) throw new Fenced();
    await this.takeBack();
  }

  /** Takes over again, from one to which it was handed over. */
  async takeBack(): Promise<void> {
    if (!this.#keeper) return;
    this.#takes++;
    try {
      this.#number = await this.#keeper.raise();
      this.#isLost = false;
    } finally {
      this.#takes++;
    }
  }

  /** How often others took over since this server did. Throws where the storage does not answer. */
  async raisedSince(): Promise<number> {
    return this.#keeper ? (await this.#keeper.read()) - (this.#number ?? 0) : 0;
  }

  /** Looks whether it is still this server that may write, once at a time. Throws where the storage does not answer. */
  check(): Promise<void> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  /** Somebody else took over. */
  lose(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#options.lost();
  }

  async #check(): Promise<void> {
    const [number, takes] = [this.#number, this.#takes];
    if (number === undefined || (await this.#keeper?.read()) === number) return;
    // One that takes over meanwhile, or was about to, is not told to have lost to itself.
    if (takes % 2 === 0 && takes === this.#takes) this.lose();
  }
}
