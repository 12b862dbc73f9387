import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import { Preview } from '../../../client/session/Preview.svelte.ts';
import { Answers, FakeLocalMedia, FakeMedia } from './fakeMedia.ts';
import { MemoryStorage } from './MemoryStorage.ts';

class Permission extends EventTarget {
  state: PermissionState = 'prompt';

  become(state: PermissionState): void {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}

let permissions: { microphone: Permission; camera: Permission };
let plugs: EventTarget;

beforeEach(() => {
  permissions = { microphone: new Permission(), camera: new Permission() };
  plugs = new EventTarget();
  vi.stubGlobal('localStorage', new MemoryStorage());
  vi.stubGlobal('MediaStream', class {});
  vi.stubGlobal('navigator', {
    mediaDevices: plugs,
    permissions: { query: async ({ name }: { name: keyof typeof permissions }) => permissions[name] },
  });
  vi.stubGlobal(
    'AudioContext',
    class {
      createAnalyser = () => ({ fftSize: 0 });
      createMediaStreamSource = () => ({ connect: () => {} });
      close = async () => {};
    },
  );
});

/** Somebody before the mirror; the browser asks, and the test answers. */
async function someone() {
  const answers = new Answers();
  const local = new FakeLocalMedia(answers);
  const preview = new Preview(local);
  void preview.begin();
  await setImmediate();
  const live = () => local.tracks.filter(({ readyState }) => readyState === 'live').map(({ kind }) => kind);
  const answer = async (how: 'give' | 'refuse') => {
    await setImmediate();
    answers[how]();
    await setImmediate();
  };
  return { answers, local, preview, live, answer };
}

test('nothing is asked for before a press', async () => {
  permissions.microphone.state = 'granted';
  permissions.camera.state = 'granted';
  const { answers } = await someone();
  expect(answers.count).toBe(0);
});

test('a camera that was open last time opens by itself, but only where the browser need not ask', async () => {
  const first = await someone();
  void first.preview.set('camera', true);
  await first.answer('give');
  first.preview.close();

  expect((await someone()).answers.count).toBe(0);
  permissions.camera.state = 'granted';
  const third = await someone();
  await third.answer('give');
  expect([third.preview.isOpen('camera'), third.live()]).toEqual([true, ['video']]);

  await third.preview.set('camera', false);
  expect((await someone()).answers.count).toBe(0);
});

test('what was opened is sent when one steps in, without being asked for again', async () => {
  const { answers, local, preview, live, answer } = await someone();
  void preview.set('microphone', true);
  await answer('give');
  void preview.set('camera', true);
  await answer('give');
  expect([preview.own.microphone, live()]).toEqual(['on', ['audio', 'video']]);

  const own = preview.handOver();
  preview.close();
  const media = new FakeMedia(answers);
  const sending = own.sendOver(media);
  await answer('give');
  await answer('give');
  await sending;
  expect([media.hears('microphone'), media.hears('camera'), local.tracks.length]).toEqual([true, true, 2]);
});

test('whoever steps in muted sends no sound until they open the microphone', async () => {
  const { answers, local, preview, answer } = await someone();
  void preview.set('microphone', true);
  await answer('give');
  await preview.set('microphone', false);
  const own = preview.handOver();
  const media = new FakeMedia(answers);
  await own.sendOver(media);
  expect([own.microphone, media.sends('microphone')]).toEqual(['muted', false]);

  const opened = own.setMicrophone(true);
  await answer('give');
  await opened;
  expect([own.microphone, media.hears('microphone'), local.tracks.length]).toEqual(['on', true, 1]);
});

test('whoever steps in muted while the browser still asks is muted, and nothing stays open', async () => {
  const { answers, preview, live, answer } = await someone();
  void preview.set('microphone', true);
  await setImmediate();
  void preview.set('microphone', false);
  const own = preview.handOver();
  const media = new FakeMedia(answers);
  const sending = own.sendOver(media);
  await answer('give');
  await sending;
  expect([own.microphone, media.sends('microphone'), live()]).toEqual(['off', false, []]);
});

test('whoever goes away without stepping in leaves no device open', async () => {
  const { preview, live, answer } = await someone();
  void preview.set('microphone', true);
  await answer('give');
  void preview.set('camera', true);
  await setImmediate();
  preview.close();
  await answer('give');
  expect(live()).toEqual([]);
});

test('a refused microphone opens by itself when the browser lets it, and is shut until then', async () => {
  const { preview, answer } = await someone();
  void preview.set('microphone', true);
  permissions.microphone.become('denied');
  await answer('refuse');
  expect([preview.problem('microphone')?.trouble, preview.isShut('microphone')]).toEqual(['denied', true]);

  permissions.microphone.become('granted');
  await answer('give');
  expect([preview.problem('microphone'), preview.isShut('microphone')]).toEqual([null, false]);
  expect(preview.own.microphone).toBe('on');
});

test('a permission that is only asked for anew takes the complaint away, and opens nothing', async () => {
  const { answers, preview, answer } = await someone();
  void preview.set('camera', true);
  permissions.camera.become('denied');
  await answer('refuse');
  permissions.camera.become('prompt');
  await setImmediate();
  expect([preview.problem('camera'), answers.count]).toEqual([null, 0]);
});

test('a refused microphone does not open for a device that came', async () => {
  const { answers, preview, answer } = await someone();
  void preview.set('microphone', true);
  await answer('refuse');
  plugs.dispatchEvent(new Event('devicechange'));
  await setImmediate();
  expect([preview.problem('microphone')?.trouble, answers.count]).toEqual(['denied', 0]);
});

test('a microphone that was unplugged is missing, until another one is plugged in', async () => {
  const { local, preview, answer } = await someone();
  void preview.set('microphone', true);
  await answer('give');
  local.tracks[0]?.stop();
  local.tracks[0]?.dispatchEvent(new Event('ended'));
  await answer('refuse');
  expect([preview.problem('microphone')?.trouble, preview.own.microphone]).toEqual(['missing', 'off']);

  plugs.dispatchEvent(new Event('devicechange'));
  await answer('give');
  expect([preview.problem('microphone'), preview.own.microphone]).toEqual([null, 'on']);
});
