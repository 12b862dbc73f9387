interface Chooser {
  /** One of the options, each as likely as the next. */
  pick: <Option>(options: readonly [Option, ...Option[]] | readonly Option[]) => Option;
  /** True as often as `probability` says. */
  chance: (probability: number) => boolean;
  /** A whole number from 0 up to, but not including, `size`. */
  range: (size: number) => number;
}

/** Makes choices that look random but are the same for the same seed, on every machine. */
export function createChooser(seed: string): Chooser {
  let state = hash(seed);

  // Mulberry32: 32 bits of state, good enough for faces.
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  const range = (size: number) => Math.floor(next() * size);
  return {
    range,
    chance: (probability) => next() < probability,
    pick(options) {
      const option = options[range(options.length)];
      if (option === undefined) throw new RangeError('There is nothing to pick from.');
      return option;
    },
  };
}

/** FNV-1a over the UTF-16 code units of a text. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}
