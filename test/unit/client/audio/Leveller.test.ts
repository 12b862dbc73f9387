import { expect, test } from 'vitest';
import { Leveller } from '../../../../client/audio/dsp/Leveller.ts';
import { SpeechLoudness } from '../../../../client/audio/dsp/SpeechLoudness.ts';
import { decibels, inBlocks, mix, noise, rate, rmsOf, speech } from '../../../support/speech.ts';

const amplitude = (db: number) => 10 ** (db / 20);

function level(sound: Float32Array, on = true): Float32Array {
  const leveller = new Leveller();
  return inBlocks(sound, (block) => leveller.process([block], on));
}

/** How loud what is spoken in a stretch is, pauses not counted, in LUFS. */
function loudnessOf(sound: Float32Array, fromSecond: number, toSecond: number): number {
  const loudness = new SpeechLoudness();
  loudness.push(sound.subarray(fromSecond * rate, toSecond * rate));
  return loudness.lufs ?? Number.NaN;
}

test.each([1, 2, 3, 4, 5])(
  'two speakers 18 dB apart are within 3 dB after five seconds of speech (voices %i)',
  (seed) => {
    // Ten seconds, of which some are pauses: by then each has spoken for five at least, and is listened to afterwards.
    const loud = level(speech(12, amplitude(-14), seed));
    const quiet = level(speech(12, amplitude(-32), seed + 10));
    const apart = loudnessOf(loud, 7, 12) - loudnessOf(quiet, 7, 12);
    expect(Math.abs(apart)).toBeLessThanOrEqual(3);
  },
);

test('nothing swells up in a pause', () => {
  const room = amplitude(-60);
  const talk = mix(speech(6, amplitude(-30)), noise(6, room, 5));
  const pause = noise(20, room, 6);
  const out = level(Float32Array.from([...talk, ...pause]));
  const beginning = rmsOf(out.subarray(6.2 * rate, 8 * rate));
  const end = rmsOf(out.subarray(24 * rate, 26 * rate));
  expect(Math.abs(decibels(end) - decibels(beginning))).toBeLessThan(0.5);
});

test('noise alone is not taken for somebody who speaks quietly', () => {
  const out = level(noise(10, amplitude(-45)));
  expect(decibels(rmsOf(out.subarray(8 * rate)))).toBeCloseTo(-45, 0);
});

test('the gain never jumps, which would click', () => {
  const sound = Float32Array.from([...speech(4, amplitude(-34), 7), ...speech(4, amplitude(-12), 8)]);
  const out = level(sound);
  // Where a sample is next to nothing, its gain is not to be told.
  const gains = [...sound].map((sample, at) =>
    Math.abs(sample) < 0.001 ? undefined : (out[at] ?? 0) / sample,
  );
  const jumps = gains.map(
    (gain, at) => Math.abs((gain ?? 0) - (gains[at - 1] ?? gain ?? 0)) * (gain ? 1 : 0),
  );
  const largest = jumps.reduce((most, jump) => Math.max(most, jump), 0);
  expect(largest).toBeGreaterThan(0);
  expect(largest).toBeLessThan(0.001);
});

test('turned off, everybody is as loud as they come', () => {
  const sound = speech(3, amplitude(-32));
  expect(level(sound, false)).toEqual(sound);
});
