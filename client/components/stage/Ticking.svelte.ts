/** The time as it goes by, for what is counted down on the screen. */
export class Ticking {
  #now = $state(performance.now());

  /** Keeps it going as long as an element is there. */
  readonly run = () => {
    this.#now = performance.now();
    const timer = setInterval(() => {
      this.#now = performance.now();
    }, 250);
    return () => clearInterval(timer);
  };

  /** Whole seconds until a moment of this page's clock. */
  secondsTo(moment: number): number {
    return Math.max(0, Math.ceil((moment - this.#now) / 1_000));
  }
}
