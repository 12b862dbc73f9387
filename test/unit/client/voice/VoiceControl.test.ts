import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VoiceControl } from '../../../../client/components/voice/VoiceControl.svelte.ts';

let told: string[];
/** How long the browser takes to give the microphone; null: it refuses. */
let giving: number | null;
const recording = { cancel: () => told.push('cancelled') };
const open = () =>
  new VoiceControl({
    begin: async () => {
      await new Promise((resolve) => setTimeout(resolve, giving ?? 10));
      if (giving === null) throw new Error('denied');
      told.push('begun');
      return recording;
    },
    send: () => told.push('sent'),
    complain: (error) => told.push(String(error)),
  });
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  giving = 10;
});
afterEach(() => vi.useRealTimers());

test('what is held is sent when it is let go', async () => {
  const control = open();
  control.press();
  await wait(1_000);
  expect([control.recording, control.locked]).toEqual([recording, false]);
  control.release();
  expect([told, control.recording]).toEqual([['begun', 'sent'], null]);
});

test('what is tapped goes on until it is pressed again', async () => {
  const control = open();
  control.press();
  await wait(100);
  control.release();
  await wait(5_000);
  expect([told, control.locked]).toEqual([['begun'], true]);
  control.press();
  control.release();
  expect(told).toEqual(['begun', 'sent']);
  expect([control.recording, control.locked]).toEqual([null, false]);
});

test('whoever lets go while the browser still asks goes on without holding', async () => {
  giving = 3_000;
  const control = open();
  control.press();
  await wait(1_000);
  control.release();
  await wait(5_000);
  expect([told, control.locked, control.recording]).toEqual([['begun'], true, recording]);
});

test('what is given up is for nobody, also before it has begun', async () => {
  const control = open();
  control.press();
  await wait(1_000);
  control.cancel();
  control.release();
  expect(told).toEqual(['begun', 'cancelled']);
  control.press();
  control.cancel();
  await wait(1_000);
  expect([told, control.recording]).toEqual([['begun', 'cancelled', 'begun', 'cancelled'], null]);
});

test('without a microphone nothing begins, and the next press asks again', async () => {
  giving = null;
  const control = open();
  control.press();
  await wait(100);
  expect([told, control.recording, control.starting]).toEqual([['Error: denied'], null, false]);
  giving = 10;
  control.press();
  await wait(100);
  expect(control.recording).toBe(recording);
});
