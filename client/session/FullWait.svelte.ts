import { RequestError } from './RequestError.ts';

// Where the server said no time, and where it could not be asked again.
const usualMs = 5_000;
// On top of what the server says, which spreads people already: clocks of browsers run in step.
const jitter = 0.1;

/** Waiting for a place on a server that is full, until there is one or one goes away. */
export class FullWait {
  /** When one asks again, in milliseconds since 1970; null: one does not wait. */
  until = $state<number | null>(null);
  #wake: (() => void) | undefined;
  #closed = false;

  /** Does something again and again, as long as it is refused because the server is full. */
  async through<Result>(act: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        const result = await act();
        this.until = null;
        return result;
      } catch (error) {
        if (this.#closed || !this.#passes(error)) {
          this.until = null;
          throw error;
        }
        await this.#pause(error.retryAfterMs ?? usualMs);
        if (this.#closed) throw error;
      }
    }
  }

  /** Waits no longer: what is being done is not done again. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** Whoever waits already goes on through a line that is lost. */
  #passes(error: unknown): error is RequestError {
    if (!(error instanceof RequestError)) return false;
    return error.code === 'server_busy' || (this.until !== null && error.code === 'unreachable');
  }

  async #pause(ms: number): Promise<void> {
    const wait = Math.round(ms * (1 + jitter * Math.random()));
    this.until = Date.now() + wait;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
