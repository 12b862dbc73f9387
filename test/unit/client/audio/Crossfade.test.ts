import { expect, test } from 'vitest';
import { Crossfade } from '../../../../client/audio/dsp/Crossfade.ts';
import { rate } from '../../../support/speech.ts';

const block = 128;
const blocks = (seconds: number) => Math.ceil((seconds * rate) / block);
const level = (amplitude: number, channels = 1) =>
  Array.from({ length: channels }, () => new Float32Array(block).fill(amplitude));

/** Mixes so many seconds of what two devices give; the quietest sample of it, the last, and which turn was completed. */
function mix(crossfade: Crossfade, seconds: number, inputs: readonly (readonly Float32Array[])[]) {
  const output = level(0, 2);
  let quietest = 1;
  const turned: number[] = [];
  for (let left = blocks(seconds); left > 0; left--) {
    const turn = crossfade.mix(inputs, output);
    if (turn !== null) turned.push(turn);
    for (const channel of output) quietest = Math.min(quietest, ...channel);
  }
  return { quietest, last: output.map((channel) => channel.at(-1)), turned };
}

test('a device that takes its time is waited for, and nobody hears that', () => {
  const crossfade = new Crossfade();
  crossfade.turn(1, false);
  expect(mix(crossfade, 0.7, [level(0.5), level(0)])).toEqual({
    quietest: 0.5,
    last: [0.5, 0.5],
    turned: [],
  });
  const over = mix(crossfade, 0.1, [level(0.5), level(0.25)]);
  expect(over).toMatchObject({ last: [0.25, 0.25], turned: [1] });
  expect(over.quietest).toBeGreaterThanOrEqual(0.25);
  crossfade.turn(0, false);
  expect(mix(crossfade, 0.1, [level(1), level(0.25)])).toMatchObject({ last: [1, 1], turned: [0] });
});

test('one that gives nothing for a second has its turn', () => {
  const crossfade = new Crossfade();
  crossfade.turn(1, false);
  expect(mix(crossfade, 0.95, [level(0.5), []]).turned).toEqual([]);
  expect(mix(crossfade, 0.1, [level(0.5), []])).toMatchObject({ last: [0, 0], turned: [1] });
});

test('where the one before has ended, the next one is not waited for', () => {
  const crossfade = new Crossfade();
  crossfade.turn(1, true);
  expect(mix(crossfade, 0.03, [[], level(0.5, 2)])).toMatchObject({ last: [0.5, 0.5], turned: [1] });
});

test('the first one of all, and one in the place of another that waits, have their turn, too', () => {
  const crossfade = new Crossfade();
  crossfade.turn(0, true);
  expect(mix(crossfade, 0.01, [level(0.5), []])).toEqual({ quietest: 0.5, last: [0.5, 0.5], turned: [0] });
  crossfade.turn(1, false);
  expect(mix(crossfade, 0.1, [level(0.5), level(0.25)]).turned).toEqual([1]);
  crossfade.turn(1, false);
  expect(mix(crossfade, 0.01, [[], level(0.75)])).toMatchObject({ last: [0.75, 0.75], turned: [1] });
});

test('each side of a stereo device stays where it is', () => {
  const crossfade = new Crossfade();
  const stereo = [...level(0.5), ...level(0.25)];
  expect(mix(crossfade, 0.01, [stereo]).last).toEqual([0.5, 0.25]);
});
