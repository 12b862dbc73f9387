/** A key: which one it is on any keyboard, and what is written on it. */
export interface HeldKey {
  readonly code: string;
  readonly name: string;
}

const storageKey = 'hobnob.hold';
const space: HeldKey = { code: 'Space', name: ' ' };
// Keys that neither lead anywhere, as Tab, nor belong to the browser, as F5.
const possible =
  /^(Space|Key[A-Z]|Digit\d|Numpad\d|Backquote|Minus|Equal|Bracket(Left|Right)|Backslash|IntlBackslash|Semicolon|Quote|Comma|Period)$/;

/** Whether a key can be the one that is held; `taken` are the letters that do something else. */
export function canBeHeld({ code, name }: HeldKey, taken: string): boolean {
  return possible.test(code) && !taken.includes(name.toLowerCase());
}

/** Which key one holds to talk, and whether one talks in no other way; remembered by this browser. */
export class HoldToTalk {
  /** The microphone opens only while held. */
  wanted = $state(false);
  key = $state.raw(space);

  constructor() {
    try {
      const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as {
        wanted?: unknown;
        key?: HeldKey;
      };
      this.wanted = kept.wanted === true;
      if (typeof kept.key?.name === 'string' && possible.test(kept.key.code)) this.key = kept.key;
    } catch {
      // Nothing was kept, or nothing that can be read.
    }
  }

  want(wanted: boolean): void {
    this.wanted = wanted;
    this.#keep();
  }

  choose(key: HeldKey): void {
    this.key = key;
    this.#keep();
  }

  #keep(): void {
    try {
      localStorage.setItem(storageKey, JSON.stringify({ wanted: this.wanted, key: this.key }));
    } catch {
      // A private window may have no storage; the choice then lasts as long as the page.
    }
  }
}
