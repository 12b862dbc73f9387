import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { Suppressor } from '../../../../client/audio/dsp/Suppressor.ts';
import { VoiceChain, type VoiceSettings } from '../../../../client/audio/dsp/VoiceChain.ts';
import { inBlocks, mix, noise, rate, rmsOf, speech } from '../../../support/speech.ts';

const plain: VoiceSettings = { suppress: false, gateDb: null, music: false };
const wasm = readFileSync(
  createRequire(import.meta.url).resolve('@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm'),
);
/** A low hum: it never pauses, so a gap or a jump in it is told from what it is. */
const steady = Float32Array.from(
  { length: 4 * rate },
  (_, at) => 0.2 * Math.sin((2 * Math.PI * 150 * at) / rate),
);

/** The chain's settings change each half second. */
async function run(sound: Float32Array, plan: readonly Partial<VoiceSettings>[]): Promise<Float32Array> {
  const chain = new VoiceChain();
  chain.suppressor = await Suppressor.load(wasm);
  let at = 0;
  return inBlocks(sound, (block) => {
    chain.settings = { ...plain, ...plan[Math.floor(at / (rate / 2)) % plan.length] };
    chain.process([block]);
    at += block.length;
  });
}

test('as it comes at first, and nothing is changed without a wish', async () => {
  const sound = speech(2, 0.1);
  const out = await run(sound, [{}]);
  expect(out.findIndex((sample, at) => Math.abs(sample - (sound[at] ?? 0)) > 1e-7)).toBe(-1);
});

test('switching suppression, gate and music neither clicks nor leaves a gap', async () => {
  const voice = mix(speech(4, 0.1, 9), noise(4, 0.001));
  const plan = [{}, { suppress: true }, { gateDb: -50 }, { music: true }, { suppress: true, gateDb: -50 }];
  const out = await run(voice, plan);
  const jump = (sound: Float32Array) =>
    sound.reduce((most, sample, at) => Math.max(most, Math.abs(sample - (sound[at - 1] ?? sample))), 0);
  expect(jump(out)).toBeLessThanOrEqual(jump(voice) * 1.1);

  const open = await run(steady, [{}, { gateDb: -40 }, { music: true }, { gateDb: -30 }]);
  for (let at = 0; at + 480 < open.length; at += 480) {
    expect(rmsOf(open.subarray(at, at + 480))).toBeGreaterThan(0.1);
  }
});

test('stereo is one voice in both ears, and music keeps both', () => {
  for (const music of [false, true]) {
    const chain = new VoiceChain();
    chain.settings = { ...plain, music };
    const left = noise(0.5, 0.1, 1);
    const right = noise(0.5, 0.1, 2);
    const before = [left.slice(), right.slice()];
    for (let at = 0; at < left.length; at += 128) {
      chain.process([left.subarray(at, at + 128), right.subarray(at, at + 128)]);
    }
    const late = rate / 4;
    if (music) expect(right.subarray(late)).toEqual(before[1]?.subarray(late));
    else expect(right.subarray(late)).toEqual(left.subarray(late));
  }
});

test('tells how loud it is as the device has it, without noise, and as it is sent', async () => {
  const chain = new VoiceChain();
  chain.suppressor = await Suppressor.load(wasm);
  chain.settings = { suppress: true, gateDb: -30, music: false };
  const sound = Float32Array.from([...mix(speech(3, 0.1), noise(3, 0.01)), ...noise(1, 0.01, 8)]);
  inBlocks(sound, (block) => chain.process([block]));
  expect(chain.levels.input).toBeCloseTo(0.01, 3);
  expect(chain.levels.voice).toBeLessThan(0.003);
  expect(chain.levels.sent).toBe(0);
});
