import { beforeEach, expect, test } from 'vitest';
import { type HeardVoice, OpenVoices } from '../../../server/media/OpenVoices.ts';

let now: number;
let voices: OpenVoices<string>;
beforeEach(() => {
  now = 10_000;
  voices = new OpenVoices(() => now);
});

const open = (...names: string[]) => names.filter((name) => voices.isOpen(name));
const loud = (...names: string[]): HeardVoice<string>[] => names.map((id) => ({ id, dbov: -20 }));
/** Looks four times a second, as the observers do. */
const listen = (ms: number, heard: readonly HeardVoice<string>[]) => {
  const changed: string[] = [];
  for (const end = now + ms; now < end; now += 250) changed.push(...voices.hear(heard));
  return changed;
};
const add = (...names: string[]) => {
  for (const name of names) voices.add(name);
};

test('while there are no more microphones than may be heard, all are open, whoever speaks', () => {
  voices.limit(3);
  add('ann', 'bob', 'cy');
  expect(open('ann', 'bob', 'cy')).toEqual(['ann', 'bob', 'cy']);
  expect(listen(10_000, loud('ann', 'bob', 'cy'))).toEqual([]);
});

test('what is no microphone is open', () => {
  voices.limit(0);
  expect(voices.isOpen('a film')).toBe(true);
});

test('of more microphones those who were silent the longest make room for whoever speaks', () => {
  voices.limit(2);
  add('ann', 'bob', 'cy');
  expect(open('ann', 'bob', 'cy')).toEqual(['ann', 'bob']);
  listen(1_000, loud('ann'));
  expect(listen(250, loud('ann', 'cy'))).toEqual(['bob', 'cy']);
  expect(open('ann', 'bob', 'cy')).toEqual(['ann', 'cy']);
});

test('a pause between two words gives nobody the place', () => {
  voices.limit(1);
  add('ann', 'bob');
  listen(3_000, loud('ann'));
  expect(listen(500, [])).toEqual([]);
  expect(listen(250, loud('bob'))).toEqual([]);
  expect(listen(500, loud('bob'))).toEqual(['ann', 'bob']);
});

test('whoever began to be heard is heard for two seconds at least', () => {
  voices.limit(1);
  add('ann', 'bob');
  listen(250, loud('bob'));
  expect(open('ann', 'bob')).toEqual(['bob']);
  expect(listen(1_750, loud('ann'))).toEqual([]);
  expect(listen(500, loud('ann'))).toEqual(['bob', 'ann']);
});

test('among many who speak a much louder voice is heard after a while, and an equal one is not', () => {
  voices.limit(2);
  add('ann', 'bob', 'cy');
  const speaking = (cy: number) => [...loud('ann'), { id: 'bob', dbov: -30 }, { id: 'cy', dbov: cy }];
  listen(3_000, [...loud('ann'), { id: 'bob', dbov: -30 }]);
  expect(listen(5_000, speaking(-26))).toEqual([]);
  expect(listen(500, speaking(-20))).toEqual([]);
  expect(listen(250, speaking(-20))).toEqual(['bob', 'cy']);
});

test('a place that is given up goes to whoever was heard last', () => {
  voices.limit(2);
  add('ann', 'bob', 'cy', 'dot');
  listen(3_000, loud('ann', 'bob'));
  voices.hear(loud('dot'));
  expect(voices.remove('ann')).toEqual(['dot']);
  expect(open('bob', 'cy', 'dot')).toEqual(['bob', 'dot']);
});

test('another limit closes those who spoke the longest ago, or opens those who spoke last', () => {
  add('ann', 'bob', 'cy');
  listen(250, loud('ann'));
  listen(250, loud('cy'));
  expect(voices.limit(1)).toEqual(['ann', 'bob']);
  expect(voices.limit(2)).toEqual(['ann']);
  expect(voices.limit(Number.POSITIVE_INFINITY)).toEqual(['bob']);
});

test('with many who speak for long never more are open than may be, and hardly any changes', () => {
  voices.limit(4);
  const names = Array.from({ length: 20 }, (_, n) => `person ${n}`);
  add(...names);
  let changes = 0;
  for (let second = 0; second < 60; second++) {
    const heard = names.map((id, n) => ({ id, dbov: -30 + ((n * 7 + second * 3) % 5) }));
    changes += listen(1_000, heard).length;
    expect(open(...names)).toHaveLength(4);
  }
  expect(changes).toBe(0);
});
