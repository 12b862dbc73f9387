import { expect, test } from 'vitest';
import { Limiter } from '../../../../client/audio/dsp/Limiter.ts';
import { inBlocks, mix, rate, rmsOf, speech } from '../../../support/speech.ts';

const delay = 96;

const peakOf = (sound: Float32Array) => sound.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);

function limit(sound: Float32Array): Float32Array {
  const limiter = new Limiter();
  return inBlocks(sound, (block) => limiter.process([block]));
}

test('what is quiet enough passes unchanged, two milliseconds later', () => {
  const sound = speech(1, 0.1);
  const out = limit(sound);
  expect(out.subarray(delay)).toEqual(sound.subarray(0, sound.length - delay));
});

test('ten people at once never exceed what can be played', () => {
  const voices = Array.from({ length: 10 }, (_, seed) => speech(4, 0.2, seed + 1));
  const [first = new Float32Array(), ...others] = voices;
  const out = limit(mix(first, ...others));
  expect(peakOf(out)).toBeLessThanOrEqual(0.951);
});

test('a single click is brought down, and soon forgotten', () => {
  const sound = speech(2, 0.1);
  sound[rate / 2] = 3;
  const out = limit(sound);
  expect(peakOf(out)).toBeLessThanOrEqual(0.951);
  const later = out.subarray(1.5 * rate + delay);
  expect(rmsOf(later)).toBeCloseTo(rmsOf(sound.subarray(1.5 * rate, sound.length - delay)), 3);
});

test('both ears get the same gain', () => {
  const limiter = new Limiter();
  const left = Float32Array.from({ length: 256 }, (_, at) => (at === 100 ? 2 : 0.5));
  const right = new Float32Array(256).fill(0.25);
  limiter.process([left, right]);
  for (let at = delay; at < 256; at++) {
    if (at !== 100 + delay) expect(left[at]).toBeCloseTo(2 * (right[at] ?? 0), 5);
  }
});
