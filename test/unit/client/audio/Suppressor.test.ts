import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import { Suppressor } from '../../../../client/audio/dsp/Suppressor.ts';
import { hum, inBlocks, mix, noise, rate, speech, typing } from '../../../support/speech.ts';

const seconds = 8;
const from = 2 * rate;
// A frame to collect, and one of overlap.
const delay = 960;
const step = 480;
const amplitude = (db: number) => 10 ** (db / 20);
const talk = speech(seconds, amplitude(-24), 4);

let wasm: BufferSource;
beforeAll(() => {
  wasm = readFileSync(
    createRequire(import.meta.url).resolve('@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm'),
  );
});

async function suppress(sound: Float32Array): Promise<Float32Array> {
  const suppressor = await Suppressor.load(wasm);
  return inBlocks(sound, (block) => suppressor.process(block));
}

function powerOf(sound: Float32Array, at: number): number {
  return sound.subarray(at, at + step).reduce((sum, sample) => sum + sample * sample, 0) / step;
}

/** How far speech stands out of what there is in its pauses, in dB: after two seconds to learn the noise. */
function standsOut(sound: Float32Array, late = 0): number {
  const steps = Array.from(
    { length: Math.floor((talk.length - from - delay) / step) },
    (_, number) => from + number * step,
  );
  const mean = (fits: (power: number) => boolean) => {
    const powers = steps.filter((at) => fits(powerOf(talk, at))).map((at) => powerOf(sound, at + late));
    return powers.reduce((sum, power) => sum + power, 0) / powers.length;
  };
  const spoken = mean((power) => power > amplitude(-40) ** 2);
  const pause = mean((power) => power < amplitude(-90) ** 2);
  return 10 * Math.log10((spoken - pause) / pause);
}

/** What of a sound is not the speech, as far below it, in dB (scale-invariant signal-to-distortion ratio). */
function signalToDistortion(sound: Float32Array, late: number): number {
  let own = 0;
  let common = 0;
  let all = 0;
  for (let at = from; at + late < talk.length; at++) {
    const wanted = talk[at] ?? 0;
    const got = sound[at + late] ?? 0;
    own += wanted * wanted;
    common += wanted * got;
    all += got * got;
  }
  const signal = common ** 2 / own;
  return 10 * Math.log10(signal / (all - signal));
}

test.each([
  ['white noise', () => noise(seconds, amplitude(-36)), 10],
  ['the hum of a mains cable', () => hum(seconds, amplitude(-36)), 10],
  [
    'noise, hum and typing together',
    () => mix(noise(seconds, amplitude(-40)), hum(seconds, amplitude(-40)), typing(seconds, amplitude(-50))),
    10,
  ],
  // Clicks while somebody speaks are shorter than what RNNoise looks at.
  ['typing', () => typing(seconds, amplitude(-36)), 3],
] as const)('speech stands further out of %s', async (name, make, leastDb) => {
  const noisy = mix(talk, make());
  const out = await suppress(noisy);
  const [before, after] = [standsOut(noisy), standsOut(out, delay)];
  const [worse, better] = [signalToDistortion(noisy, 0), signalToDistortion(out, delay)];
  console.info(
    `${name}: SNR ${before.toFixed(1)} > ${after.toFixed(1)} dB, speech to everything else ${worse.toFixed(1)} > ${better.toFixed(1)} dB`,
  );
  expect(after - before).toBeGreaterThanOrEqual(leastDb);
});

test('speech without noise is hardly changed', async () => {
  const distortion = signalToDistortion(await suppress(talk), delay);
  console.info(`clean speech: ${distortion.toFixed(1)} dB`);
  expect(distortion).toBeGreaterThan(15);
});
