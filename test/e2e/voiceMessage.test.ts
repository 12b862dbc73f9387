import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();
const messages = (guest: Guest) => guest.page.locator('.msg .voice-message');
const [low] = Object.values(tones);
const tone = low ?? 440;

async function annAndBo() {
  const ann = await scene.visit({ name: 'Ann', tone, steady: true });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  return { ann, bo };
}

/** Holds the button down for a while. */
async function hold(guest: Guest, ms: number): Promise<void> {
  await guest.button(en.voiceRecord).hover();
  await guest.page.mouse.down();
  await guest.page.getByText(en.voiceRecordingShort, { exact: true }).waitFor();
  await guest.page.waitForTimeout(ms);
}

/**
 * What of a tone is in the voice message as somebody else has it: its share of all the sound, and the length.
 * Counted in windows of 20 ms: a tone that a busy machine interrupts goes on in another phase.
 */
async function heardIn(guest: Guest, frequency: number): Promise<{ share: number; seconds: number }> {
  return await guest.page.evaluate(async (frequency) => {
    const audio = document.querySelector<HTMLAudioElement>('.voice-audio');
    const bytes = await (await fetch(audio?.src ?? '')).arrayBuffer();
    const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes);
    const all = sound.getChannelData(0);
    const size = sound.sampleRate / 50;
    let [power, ofTone] = [0, 0];
    for (let from = Math.floor(all.length / 4); from + size < (all.length * 3) / 4; from += size) {
      let [re, im] = [0, 0];
      all.subarray(from, from + size).forEach((sample, n) => {
        power += sample * sample;
        re += sample * Math.cos((2 * Math.PI * frequency * n) / sound.sampleRate);
        im += sample * Math.sin((2 * Math.PI * frequency * n) / sound.sampleRate);
      });
      ofTone += (2 * (re * re + im * im)) / size;
    }
    return { share: power > 0 ? ofTone / power : 0, seconds: sound.duration };
  }, frequency);
}

test('R9: what is said while the button is held is a message that another one hears', async () => {
  const { ann, bo } = await annAndBo();
  await hold(ann, 2_000);
  await ann.page.mouse.up();
  await messages(bo).waitFor();
  expect(await messages(bo).count()).toBe(1);
  expect(await messages(bo).getAttribute('aria-label')).toMatch(/^Voice message, 0:0[23]$/);
  const { share, seconds } = await heardIn(bo, tone);
  expect(seconds).toBeGreaterThan(1.7);
  expect(share).toBeGreaterThan(0.5);
  // Nothing of the call was touched by it.
  expect(await bo.hears()).toEqual([]);
  await ann.microphone.getByText(en.micOff).waitFor();

  const audio = bo.page.locator('.voice-audio');
  await bo.button(en.voicePlay).click();
  await eventually(() =>
    audio.evaluate((element) => (element as HTMLAudioElement).currentTime),
  ).toBeGreaterThan(0.3);
  await bo.button(en.voiceRate.replace('{rate}', '1')).click();
  expect(await audio.evaluate((element) => (element as HTMLAudioElement).playbackRate)).toBe(1.5);
  await bo.button(en.voicePause).click();
  const slider = bo.page.getByRole('slider', { name: en.voiceSeek });
  await slider.focus();
  await slider.press('Home');
  expect(await audio.evaluate((element) => (element as HTMLAudioElement).currentTime)).toBe(0);
  await slider.press('End');
  await eventually(() =>
    audio.evaluate((element) => (element as HTMLAudioElement).currentTime),
  ).toBeGreaterThan(1.5);
  expect(await audit(bo, 'a voice message', ['desktop'])).toEqual([]);
});

test('tapped, or by keys, it goes on by itself; slid away or given up it is for nobody', async () => {
  const { ann, bo } = await annAndBo();
  const bar = ann.page.locator('.voice-bar');
  await hold(ann, 700);
  await ann.page.mouse.move(100, 400, { steps: 4 });
  await bar.waitFor({ state: 'detached' });
  await ann.page.mouse.up();

  await ann.button(en.voiceRecord).click();
  await bar.getByRole('button', { name: en.voiceCancel }).waitFor();
  expect(await audit(ann, 'a voice is recorded', ['desktop'])).toEqual([]);
  await bar.getByRole('button', { name: en.voiceCancel }).click();
  await bar.waitFor({ state: 'detached' });

  await ann.button(en.voiceRecord).focus();
  await ann.page.keyboard.press('Enter');
  await bar.waitFor();
  await ann.page.keyboard.press('Escape');
  await bar.waitFor({ state: 'detached' });
  await ann.page.keyboard.press('Enter');
  await bar.waitFor();
  // Whatever is typed meanwhile waits its turn.
  await ann.page.getByRole('textbox', { name: en.writeToRoom }).fill('And in words');
  await ann.page.waitForTimeout(1_000);
  await ann.button(en.voiceSend).click();
  await ann.button(en.send).waitFor();
  await messages(bo).waitFor();
  expect(await messages(bo).count()).toBe(1);
});

test('only one sounds at a time', async () => {
  const { ann, bo } = await annAndBo();
  for (let n = 1; n <= 2; n++) {
    await hold(ann, 1_500);
    await ann.page.mouse.up();
    await eventually(() => messages(bo).count()).toBe(n);
  }
  const playing = () =>
    bo.page
      .locator('.voice-audio')
      .evaluateAll((all) => all.map((each) => !(each as HTMLAudioElement).paused));
  await bo.button(en.voicePlay).first().click();
  await eventually(playing).toEqual([true, false]);
  await bo.button(en.voicePlay).click();
  await eventually(playing).toEqual([false, true]);
});

test('an open microphone stays open, and others go on hearing it', async () => {
  const { ann, bo } = await annAndBo();
  await ann.openMicrophone();
  await bo.willHear(tone);
  const asked = await ann.askedForDevices();
  await hold(ann, 1_500);
  await ann.page.mouse.up();
  await messages(bo).waitFor();
  expect((await heardIn(bo, tone)).share).toBeGreaterThan(0.5);
  expect(await ann.askedForDevices()).toBe(asked);
  await ann.microphone.getByText(en.micOn).waitFor();
  await bo.willHear(tone);
});
