/** What is held down and let go. */
interface Talk {
  /** Which key is held. */
  readonly code: () => string;
  /** There is no other way to talk. */
  readonly only: () => boolean;
  /** There is nothing to open. */
  readonly open: () => boolean;
  readonly begin: () => void;
  readonly end: () => void;
}

// Longer than a tap, which means muting and unmuting.
const holdMs = 250;
const fields = 'input, textarea, select, [contenteditable], dialog, [popover]';
const controls = 'button, a, summary, [role=tab], [role=slider]';

/** Talking for as long as a key, or the microphone's button, is held. Whatever takes the hand away ends it. */
export class PushToTalk {
  readonly #talk: Talk;
  #talking = false;
  #held: ReturnType<typeof setTimeout> | undefined;
  #swallowClick = false;
  readonly #buttons = new Set<Element>();
  /** The last thing touched was touched by a pointer: its focus says nothing about what Space is for. */
  #byPointer = false;

  constructor(talk: Talk) {
    this.#talk = talk;
  }

  /** For the window, as long as the returned function is not called. */
  listen(): () => void {
    const gone = new AbortController();
    const { signal } = gone;
    const letGo = () => this.#end();
    addEventListener('keydown', (event) => this.#down(event), { signal, capture: true });
    addEventListener('keyup', (event) => this.#up(event), { signal, capture: true });
    addEventListener('pointerdown', () => (this.#byPointer = true), { signal, capture: true });
    addEventListener('blur', letGo, { signal });
    document.addEventListener('visibilitychange', letGo, { signal });
    return () => {
      gone.abort();
      this.#end();
    };
  }

  /** For a microphone's button: held it is push-to-talk, tapped it is what it was. */
  readonly button = (element: HTMLElement) => {
    const gone = new AbortController();
    const { signal } = gone;
    const letGo = () => this.#end();
    let pressedAt = 0;
    element.addEventListener(
      'pointerdown',
      ({ isPrimary, button, timeStamp }) => {
        pressedAt = timeStamp;
        this.#swallowClick = false;
        if (!isPrimary || button !== 0 || this.#talk.open()) return;
        const hold = () => {
          this.#swallowClick = true;
          this.#begin();
        };
        // Where a tap means nothing, not a syllable is lost on finding out whether it is one.
        if (this.#talk.only()) hold();
        else this.#held = setTimeout(hold, holdMs);
      },
      { signal },
    );
    this.#buttons.add(element);
    // A page that is busy hears late of the finger's going up: a tap is one by when it was, not by when it is told.
    element.addEventListener(
      'pointerup',
      ({ timeStamp }) => {
        if (timeStamp - pressedAt < holdMs && !this.#talk.only()) this.#swallowClick = false;
        this.#end();
      },
      { signal },
    );
    for (const name of ['pointercancel', 'pointerleave']) element.addEventListener(name, letGo, { signal });
    // A long touch otherwise opens the browser's own menu, which takes the finger away.
    element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    element.addEventListener(
      'click',
      (event) => {
        if (this.#swallowClick) event.stopImmediatePropagation();
        this.#swallowClick = false;
      },
      { signal, capture: true },
    );
    return () => {
      gone.abort();
      this.#buttons.delete(element);
    };
  };

  #down(event: KeyboardEvent): void {
    if (event.key === 'Tab' || event.key.startsWith('Arrow')) this.#byPointer = false;
    const code = this.#talk.code();
    if (event.code !== code || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target } = event;
    if (!(target instanceof Element) || target.closest(fields)) return;
    // Whoever walks by keyboard presses buttons by Space, but the microphone's own is held where it must be.
    const pressed = code === 'Space' ? target.closest(controls) : null;
    const heldButton = pressed !== null && this.#buttons.has(pressed) && this.#talk.only();
    if (pressed && !heldButton && !this.#byPointer) return;
    // Neither scrolls the page, nor presses what was clicked last, nor does what the key is for otherwise.
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat && !this.#talk.open()) this.#begin();
  }

  #up(event: KeyboardEvent): void {
    if (event.code !== this.#talk.code() || !this.#talking) return;
    event.preventDefault();
    this.#end();
  }

  #begin(): void {
    this.#talking = true;
    this.#talk.begin();
  }

  #end(): void {
    clearTimeout(this.#held);
    if (!this.#talking) return;
    this.#talking = false;
    this.#talk.end();
  }
}
