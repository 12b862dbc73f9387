const everyMs = 1_000;

/** What our server says of itself at `/metrics`, looked at once a second. */
export class WatchedServer {
  /** The longest that Node was late, p99 of some seconds each. */
  mostLagMs = 0;
  readonly #url: string;
  readonly #timer: NodeJS.Timeout;

  constructor(url: string) {
    this.#url = `${url}/metrics`;
    this.#timer = setInterval(() => void this.#look(), everyMs);
  }

  /** Begins anew. */
  forget(): void {
    this.mostLagMs = 0;
  }

  /** Whether nobody new comes in. */
  async isFull(): Promise<boolean> {
    const response = await fetch(this.#url);
    return /^hobnob_full\{.*\} 1$/m.test(await response.text());
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const response = await fetch(this.#url).catch(() => null);
    const [, seconds] = (await response?.text())?.match(/^hobnob_event_loop_lag_seconds (\S+)$/m) ?? [];
    if (seconds !== undefined) this.mostLagMs = Math.max(this.mostLagMs, 1_000 * Number(seconds));
  }
}
