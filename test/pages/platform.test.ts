import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

/** What a page asked of the device it runs on. */
interface Asked {
  awake: number;
  readonly handlers: Record<string, (() => void) | null>;
}
declare global {
  interface Window {
    asked: Asked;
  }
}

/** Runs in the page before its own scripts: a machine without a battery or a lock screen shows neither. */
function watchPlatform(): void {
  window.asked = { awake: 0, handlers: {} };
  Object.defineProperty(navigator, 'wakeLock', {
    value: {
      request: async () => {
        window.asked.awake++;
        const lock = { released: false, release: async () => {} };
        lock.release = async () => {
          lock.released = true;
          window.asked.awake--;
        };
        return lock;
      },
    },
  });
  navigator.mediaSession.setActionHandler = (action: string, handler: unknown) => {
    window.asked.handlers[action] = handler as (() => void) | null;
  };
}

test('during a call the screen stays on, and the keys of a headset mute and leave', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  await ann.context.addInitScript(watchPlatform);
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  const press = (key: string) => ann.page.evaluate((key) => window.asked.handlers[key]?.(), key);
  const awake = () => ann.page.evaluate(() => window.asked.awake);
  await eventually(awake).toBe(1);
  expect(await ann.page.evaluate(() => navigator.mediaSession.metadata?.title)).toBe(room.name);

  await press('togglemicrophone');
  await ann.microphone.getByText(en.micOn).waitFor();
  await press('togglemicrophone');
  await ann.microphone.getByText(en.micOff).waitFor();
  await press('togglecamera');
  await ann.camera.getByText(en.cameraOn).waitFor();

  await press('hangup');
  await ann.microphone.waitFor({ state: 'detached' });
  await eventually(awake).toBe(0);
  expect(await ann.page.evaluate(() => navigator.mediaSession.metadata)).toBeNull();
});
