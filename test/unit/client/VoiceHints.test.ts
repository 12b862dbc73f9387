import { expect, test } from 'vitest';
import { type VoiceHint, VoiceHints } from '../../../client/session/VoiceHints.ts';

/** What is told, and when (seconds), of a level that is the same for some seconds each. */
function told(...parts: { seconds: number; level: number; open: boolean }[]): [VoiceHint, number][] {
  const hints = new VoiceHints();
  const all: [VoiceHint, number][] = [];
  let now = 0;
  for (const { seconds, level, open } of parts) {
    for (const end = now + seconds; now < end; now += 0.04) {
      const hint = hints.push({ input: level, voice: level }, open, now * 1_000);
      if (hint) all.push([hint, Math.round(now)]);
    }
  }
  return all;
}

test('whoever talks while muted is told after a second, and not again for half a minute', () => {
  expect(told({ seconds: 45, level: 0.05, open: false })).toEqual([
    ['mutedTalk', 1],
    ['mutedTalk', 31],
  ]);
});

test('a cough is no talk, and who is open is not told that they are muted', () => {
  const cough = [
    { seconds: 0.4, level: 0.1, open: false },
    { seconds: 2, level: 0.0005, open: false },
  ];
  expect(told(...cough, ...cough, ...cough)).toEqual([]);
  expect(told({ seconds: 10, level: 0.05, open: true })).toEqual([]);
});

test('six seconds without any sound from an open microphone are told once', () => {
  expect(told({ seconds: 20, level: 0, open: true })).toEqual([['noSound', 6]]);
  expect(told({ seconds: 20, level: 0.0002, open: true })).toEqual([['noSound', 6]]);
});

test('a quiet room, or a muted microphone, is not a broken one', () => {
  expect(told({ seconds: 20, level: 0.0006, open: true })).toEqual([]);
  expect(told({ seconds: 20, level: 0, open: false })).toEqual([]);
});
