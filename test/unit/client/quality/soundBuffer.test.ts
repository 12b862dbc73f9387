import { expect, test } from 'vitest';
import {
  type SoundBuffer,
  soundBuffer,
  usualBuffer,
} from '../../../../client/session/quality/soundBuffer.ts';

const bad = { concealed: 0.03, roundTripMs: 40 };
const good = { concealed: 0, roundTripMs: 40 };

test('a line that loses nothing has the shortest buffer', () => {
  expect(soundBuffer(usualBuffer, good, 1_000)).toEqual(usualBuffer);
});

test('made-up sound lets the buffer grow to a round trip and some, then by one at a time, never without end', () => {
  let buffer: SoundBuffer = usualBuffer;
  const grown: (number | null)[] = [];
  for (let look = 1; look <= 20; look++) {
    buffer = soundBuffer(buffer, bad, look * 2_000);
    grown.push(buffer.ms);
  }
  expect(grown.slice(0, 3)).toEqual([100, 140, 180]);
  expect(grown.at(-1)).toBe(400);
});

test('the buffer shrinks after half a minute without, and not before', () => {
  const grown = soundBuffer(usualBuffer, bad, 1_000);
  expect(soundBuffer(grown, good, 30_900)).toBe(grown);
  expect(soundBuffer(grown, good, 31_000)).toEqual(usualBuffer);
});

test('a round trip that became shorter takes nothing away', () => {
  const grown: SoundBuffer = { ms: 300, since: 0 };
  expect(soundBuffer(grown, { concealed: 0.1, roundTripMs: 0 }, 10).ms).toBe(300);
});
