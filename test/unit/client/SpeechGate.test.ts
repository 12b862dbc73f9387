import { expect, test } from 'vitest';
import { SpeechGate } from '../../../client/session/SpeechGate.ts';

/** Feeds a level for a while, twenty times a second; gives the time it ended and when speaking changed. */
function feed(gate: SpeechGate, amplitude: number, from: number, ms: number): number[] {
  const changes: number[] = [];
  for (let at = from; at < from + ms; at += 50) {
    const before = gate.speaking;
    gate.push(amplitude, at);
    if (gate.speaking !== before) changes.push(at - from);
  }
  return changes;
}

test('a voice is speech after a moment, and until it was silent for a while', () => {
  const gate = new SpeechGate();
  expect(feed(gate, 0.1, 1_000, 1_000)).toEqual([150]);
  const [off = 0, ...more] = feed(gate, 0, 2_000, 2_000);
  expect(off).toBeGreaterThanOrEqual(650);
  expect(off).toBeLessThanOrEqual(800);
  expect(more).toEqual([]);
});

test('a knock on the desk is no speech', () => {
  const gate = new SpeechGate();
  for (let at = 1_000; at < 20_000; at += 1_000) {
    expect(feed(gate, 0.5, at, 50)).toEqual([]);
    expect(feed(gate, 0, at + 50, 950)).toEqual([]);
  }
});

test('a pause between two words does not end it', () => {
  const gate = new SpeechGate();
  feed(gate, 0.1, 1_000, 500);
  for (let at = 1_500; at < 10_000; at += 1_000) {
    expect([...feed(gate, 0, at, 500), ...feed(gate, 0.1, at + 500, 500)]).toEqual([]);
  }
  expect(gate.speaking).toBe(true);
});

test('a quiet room is silent, and a loud voice fills the ring without leaving it', () => {
  const gate = new SpeechGate();
  feed(gate, 0.004, 1_000, 2_000);
  expect([gate.speaking, gate.level]).toEqual([false, 0]);
  feed(gate, 1, 3_000, 2_000);
  expect(gate.level).toBeGreaterThan(0.95);
  expect(gate.level).toBeLessThanOrEqual(1);
});
