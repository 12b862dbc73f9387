/** A recording as its button knows it. */
interface Recording {
  cancel(): void;
}

interface Hands<Kind extends Recording> {
  /** Rejects when there is no microphone. */
  readonly begin: () => Promise<Kind>;
  readonly send: (recording: Kind) => void;
  readonly complain: (error: unknown) => void;
}

// Shorter is a tap, which leaves it recording until the next one.
const tapMs = 400;

/** What pressing, holding, letting go and sliding away mean to a recording. */
export class VoiceControl<Kind extends Recording> {
  recording = $state.raw<Kind | null>(null);
  /** It goes on without being held. */
  locked = $state(false);
  /** Asked for, and not there yet. */
  starting = $state(false);
  readonly #hands: Hands<Kind>;
  #pressedAt = 0;
  #held = false;

  constructor(hands: Hands<Kind>) {
    this.#hands = hands;
  }

  /** Pressed: begins, or sends what goes on without being held. */
  press(): void {
    if (this.recording) {
      this.send();
    } else if (!this.starting) {
      this.#held = true;
      this.locked = false;
      void this.#begin();
    }
  }

  /** Let go: sends what was held, leaves what was tapped. */
  release(): void {
    if (!this.#held) return;
    this.#held = false;
    if (this.starting || performance.now() - this.#pressedAt < tapMs) this.locked = true;
    else this.send();
  }

  /** Ends it for others to hear. */
  send(): void {
    const { recording } = this;
    this.#reset();
    if (recording) this.#hands.send(recording);
  }

  /** Ends it for nobody. */
  cancel(): void {
    const { recording } = this;
    this.#reset();
    recording?.cancel();
  }

  async #begin(): Promise<void> {
    this.starting = true;
    try {
      const recording = await this.#hands.begin();
      // Given up while the browser asked for the microphone.
      if (!this.#held && !this.locked) return recording.cancel();
      this.#pressedAt = performance.now();
      this.recording = recording;
    } catch (error) {
      this.#reset();
      this.#hands.complain(error);
    } finally {
      this.starting = false;
    }
  }

  #reset(): void {
    this.recording = null;
    this.locked = false;
    this.#held = false;
  }
}
