/** What is held down and let go. */
interface Talk {
  readonly open: () => boolean;
  readonly begin: () => void;
  readonly end: () => void;
}

// Longer than a tap, which means muting and unmuting.
const holdMs = 250;
const fields = 'input, textarea, select, [contenteditable], dialog, [popover]';
const controls = 'button, a, summary, [role=tab], [role=slider]';

/** Talking for as long as Space, or the microphone's button, is held. Whatever takes the hand away ends it. */
export class PushToTalk {
  readonly #talk: Talk;
  #talking = false;
  #held: ReturnType<typeof setTimeout> | undefined;
  #swallowClick = false;
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

  /** For the microphone's button: held it is push-to-talk, tapped it is what it was. */
  readonly button = (element: HTMLElement) => {
    const gone = new AbortController();
    const { signal } = gone;
    const letGo = () => this.#end();
    element.addEventListener(
      'pointerdown',
      ({ isPrimary, button }) => {
        this.#swallowClick = false;
        if (!isPrimary || button !== 0 || this.#talk.open()) return;
        this.#held = setTimeout(() => {
          this.#swallowClick = true;
          this.#begin();
        }, holdMs);
      },
      { signal },
    );
    for (const name of ['pointerup', 'pointercancel', 'pointerleave'])
      element.addEventListener(name, letGo, { signal });
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
    return () => gone.abort();
  };

  #down(event: KeyboardEvent): void {
    if (event.key === 'Tab' || event.key.startsWith('Arrow')) this.#byPointer = false;
    if (event.code !== 'Space' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target } = event;
    if (!(target instanceof Element) || target.closest(fields)) return;
    // Whoever walks by keyboard presses buttons by Space.
    if (target.closest(controls) && !this.#byPointer) return;
    // Neither scrolls the page nor presses what was clicked last.
    event.preventDefault();
    if (!event.repeat && !this.#talk.open()) this.#begin();
  }

  #up(event: KeyboardEvent): void {
    if (event.code !== 'Space' || !this.#talking) return;
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
