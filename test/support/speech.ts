/** What all generated sound is sampled at, in Hz. */
export const rate = 48_000;

/** Pseudo-random numbers from 0 to 1 that are the same in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Something like speech: a voice of harmonics over a melody around 140 Hz with vowels' resonances, in syllables of
 * 160 to 300 ms, with pauses of about half a second after each phrase. Mono, at `rate`.
 * @param rms of what is spoken, pauses not counted; 1 is full scale
 */
export function speech(seconds: number, rms: number, seed = 1): Float32Array {
  const next = random(seed);
  const samples = new Float32Array(Math.round(seconds * rate));
  let phase = 0;
  let at = 0;
  let syllables = 0;
  while (at < samples.length) {
    const length = Math.round((0.16 + 0.14 * next()) * rate);
    const pitch = 110 + 60 * next();
    const resonances = [400 + 400 * next(), 1_100 + 900 * next(), 2_400 + 500 * next()];
    const shapes = Array.from({ length: Math.ceil(4_000 / pitch) - 1 }, (_, number) =>
      resonances.reduce((sum, peak) => sum + 1 / (1 + (((number + 1) * pitch - peak) / 120) ** 2), 0.03),
    );
    const stress = 0.5 + 0.5 * next();
    for (let index = 0; index < length && at < samples.length; index++, at++) {
      phase += pitch / rate;
      const envelope = stress * Math.sin((Math.PI * index) / length) ** 0.7;
      let sample = 0;
      for (const [number, shape] of shapes.entries()) {
        sample += (shape / (number + 1) ** 0.5) * Math.sin(2 * Math.PI * (number + 1) * phase);
      }
      samples[at] = envelope * sample;
    }
    if (++syllables % 7 === 0) at += Math.round((0.35 + 0.3 * next()) * rate);
  }
  const spoken = samples.filter((sample) => sample !== 0);
  const scale = rms / rmsOf(spoken);
  return samples.map((sample) => sample * scale);
}

/** White noise. */
export function noise(seconds: number, rms: number, seed = 2): Float32Array {
  const next = random(seed);
  // Evenly spread from -1 to 1 has an RMS of 1/sqrt(3).
  return Float32Array.from(
    { length: Math.round(seconds * rate) },
    () => (2 * next() - 1) * Math.sqrt(3) * rms,
  );
}

/** The sum of sounds, as long as the first. */
export function mix(first: Float32Array, ...others: Float32Array[]): Float32Array {
  return first.map((sample, at) => others.reduce((sum, other) => sum + (other[at] ?? 0), sample));
}

/** Root mean square. */
export function rmsOf(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

/** Amplitude as decibels of full scale. */
export function decibels(amplitude: number): number {
  return 20 * Math.log10(amplitude + 1e-12);
}

/** Passes sound through in the blocks of an audio worklet; `work` changes each in place. */
export function inBlocks(sound: Float32Array, work: (block: Float32Array) => void): Float32Array {
  const out = sound.slice();
  for (let at = 0; at < out.length; at += 128) work(out.subarray(at, at + 128));
  return out;
}

/** The hum of a mains cable with its overtones. */
export function hum(seconds: number, rms: number): Float32Array {
  const overtones = [1, 2, 3, 4, 5, 7, 9];
  const samples = Float32Array.from({ length: Math.round(seconds * rate) }, (_, at) =>
    overtones.reduce((sum, number) => sum + Math.sin((2 * Math.PI * 50 * number * at) / rate) / number, 0),
  );
  return scaled(samples, rms);
}

/** Somebody typing: about seven clicks a second, each a burst of noise that is gone after some milliseconds. */
export function typing(seconds: number, rms: number, seed = 3): Float32Array {
  const next = random(seed);
  const samples = new Float32Array(Math.round(seconds * rate));
  let at = 0;
  while (at < samples.length) {
    const loudness = 0.4 + 0.6 * next();
    for (let index = 0; index < 960 && at + index < samples.length; index++) {
      samples[at + index] = loudness * (2 * next() - 1) * Math.exp(-index / 150);
    }
    at += Math.round((0.08 + 0.12 * next()) * rate);
  }
  return scaled(samples, rms);
}

function scaled(samples: Float32Array, rms: number): Float32Array {
  const scale = rms / rmsOf(samples);
  return samples.map((sample) => sample * scale);
}
