/** Turns many changes of a thing into few messages: the first at once, the rest at most once an interval. */
export class Coalescer<Key> {
  readonly #intervalOf: (key: Key) => number;
  readonly #tell: (key: Key) => void;
  readonly #resting = new Map<Key, { timer: NodeJS.Timeout; touched: boolean }>();

  /** The interval may be another one for each thing, each time. */
  constructor(interval: number | ((key: Key) => number), tell: (key: Key) => void) {
    this.#intervalOf = typeof interval === 'number' ? () => interval : interval;
    this.#tell = tell;
  }

  touch(key: Key): void {
    const rest = this.#resting.get(key);
    if (rest) {
      rest.touched = true;
      return;
    }
    this.#rest(key);
    this.#tell(key);
  }

  close(): void {
    for (const { timer } of this.#resting.values()) clearTimeout(timer);
    this.#resting.clear();
  }

  #rest(key: Key): void {
    const timer = setTimeout(() => {
      const touched = this.#resting.get(key)?.touched;
      this.#resting.delete(key);
      if (touched) this.touch(key);
    }, this.#intervalOf(key));
    timer.unref();
    this.#resting.set(key, { timer, touched: false });
  }
}
