import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';
import type { Answers } from './fakeMedia.ts';
import { MemoryStorage } from './MemoryStorage.ts';

/** As much of a browser as an own microphone takes, with nothing kept. */
export function stubBrowser(): void {
  vi.stubGlobal('localStorage', new MemoryStorage());
  vi.stubGlobal('MediaStream', class {});
  vi.stubGlobal(
    'AudioContext',
    class {
      createAnalyser = () => ({ fftSize: 0 });
      createMediaStreamSource = () => ({ connect: () => {} });
      close = async () => {};
    },
  );
}

/** Answers everything that is asked until nothing more is. */
export async function settle(answers: Answers): Promise<void> {
  await setImmediate();
  while (answers.count > 0) {
    answers.give();
    await setImmediate();
  }
}
