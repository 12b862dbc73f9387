import { expect, test } from 'vitest';
import { Gate } from '../../../../client/audio/dsp/Gate.ts';
import { inBlocks, mix, noise, rate, rmsOf, speech } from '../../../support/speech.ts';

const amplitude = (db: number) => 10 ** (db / 20);
const tone = (seconds: number, rms: number) =>
  Float32Array.from({ length: seconds * rate }, (_, at) => rms * Math.SQRT2 * Math.sin(at / 20));

/** How often it opens and shuts in a sound. */
function changes(sound: Float32Array, thresholdDb: number): number {
  const gate = new Gate();
  let open: boolean | undefined;
  let count = 0;
  inBlocks(sound, (block) => {
    gate.process(block, thresholdDb);
    if (open !== undefined && gate.open !== open) count++;
    open = gate.open;
  });
  return count;
}

test('opens within 10 ms, and shuts 250 ms after the last of a voice', () => {
  const gate = new Gate();
  const sound = new Float32Array(3 * rate);
  sound.set(tone(1, amplitude(-30)), rate);
  const out = inBlocks(sound, (block) => gate.process(block, -45));
  const whole = out.findIndex((sample, at) => sample !== 0 && Math.abs(sample) === Math.abs(sound[at] ?? 0));
  expect((whole - rate) / rate).toBeLessThanOrEqual(0.01);

  const shut = new Gate();
  let last = 0;
  sound.fill(amplitude(-70), 2 * rate);
  inBlocks(sound, (block) => {
    shut.process(block, -45);
    if (shut.open) last++;
  });
  // What it is open for at first, until it has heard that there is nothing, counts as well.
  const openSeconds = (last * 128) / rate;
  expect(openSeconds).toBeGreaterThan(1.25);
  expect(openSeconds).toBeLessThan(1.3);
});

test('stays open through the syllables of a sentence, and shuts in the pauses', () => {
  const talk = speech(10, amplitude(-28), 6);
  const count = changes(mix(talk, noise(10, amplitude(-65))), -45);
  expect(count).toBeGreaterThan(2);
  expect(count).toBeLessThanOrEqual(14);
});

test('does not chatter where the noise is about as loud as the threshold', () => {
  expect(changes(noise(10, amplitude(-45)), -45)).toBeLessThanOrEqual(2);
});

test('without a threshold nothing is changed', () => {
  const sound = speech(1, amplitude(-30));
  const gate = new Gate();
  expect(inBlocks(sound, (block) => gate.process(block, null))).toEqual(sound);
});

test('shut, nothing at all passes', () => {
  const gate = new Gate();
  const out = inBlocks(noise(2, amplitude(-60)), (block) => gate.process(block, -45));
  expect(rmsOf(out.subarray(rate))).toBe(0);
});
