import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

interface Watched extends Window {
  /** Whether the browser was asked to take noise out, each time it was asked for a microphone. */
  noiseOut?: boolean[];
  /** How loud the microphone is. */
  loudness?: AudioParam;
}

/** What goes wrong before anything of ours runs in the page. */
const faults = {
  'the file does not come': async ({ page }: Guest) => {
    await page.route('**/*.wasm', (route) => route.abort());
  },
  'the file is another one': async ({ page }: Guest) => {
    await page.route('**/*.wasm', (route) => route.fulfill({ body: 'no WebAssembly' }));
  },
  'the browser runs no worklet of ours': async ({ context }: Guest) => {
    await context.addInitScript(() => {
      const Node = AudioWorkletNode;
      window.AudioWorkletNode = class extends Node {
        constructor(context: BaseAudioContext, name: string, options?: AudioWorkletNodeOptions) {
          if (name === 'hobnob-voice') throw new DOMException('', 'InvalidStateError');
          super(context, name, options);
        }
      };
    });
  },
};

test.each(Object.entries(faults))(
  'where strong suppression does not start (%s) one is told, and the browser takes noise out',
  async (_what, happen) => {
    const ann = await scene.visit({ name: 'Ann' });
    const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
    bo.allow(/ERR_FAILED/);
    await happen(bo);
    await bo.context.addInitScript(() => {
      localStorage.setItem('hobnob.voice', JSON.stringify({ suppression: 'strong' }));
      const watched: Watched = window;
      const noiseOut: boolean[] = [];
      watched.noiseOut = noiseOut;
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = (constraints) => {
        const { audio } = constraints ?? {};
        noiseOut.push(typeof audio === 'object' && audio.noiseSuppression === true);
        return ask(constraints);
      };
    });
    const room = await ann.makeRoom();
    for (const guest of [ann, bo]) await guest.stepIn(room);
    await bo.openMicrophone();
    await bo.page.getByText(en.browserNoise).filter({ visible: true }).first().waitFor();
    await eventually(() => bo.page.evaluate(() => (window as Watched).noiseOut)).toEqual([false, true]);
    await ann.willHear(tones.bo);

    await bo.button(en.chooseMicrophone).click();
    await bo.button(en.allSoundSettings).click();
    const dialog = bo.page.getByRole('dialog', { name: en.soundSettings });
    await dialog.getByText(en.browserNoise).waitFor();
    expect(await dialog.getByRole('radio', { name: en.noiseBrowser, exact: true }).isChecked()).toBe(true);
  },
);

test('whoever talks while muted is told so', async () => {
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  await bo.stepIn(await bo.makeRoom());
  await bo.openMicrophone();
  await bo.page.getByText(en.mutedTalk).waitFor({ state: 'detached' });
  await bo.mute();
  await bo.page.getByText(en.mutedTalk).waitFor({ timeout: 15_000 });
});

test('whoever holds to talk, and does not, is told what to hold', async () => {
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  await bo.stepIn(await bo.makeRoom({ pushToTalk: true }));
  await bo.page.keyboard.down('Space');
  await bo.microphone.getByText(en.micOn).waitFor();
  await bo.page.keyboard.up('Space');
  await bo.page.getByText(en.mutedTalkHold.replace('{key}', en.keySpace)).waitFor({ timeout: 15_000 });
});

test('a microphone from which nothing comes is told, as long as that is so', async () => {
  const bo = await scene.visit({ name: 'Bo' });
  await bo.context.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const context = new AudioContext();
      await context.resume();
      const gain = new GainNode(context, { gain: 0 });
      const out = new MediaStreamAudioDestinationNode(context);
      const tone = new OscillatorNode(context, { frequency: 300 });
      tone.connect(gain).connect(out);
      tone.start();
      Object.assign(window, { loudness: gain.gain });
      return out.stream;
    };
  });
  await bo.stepIn(await bo.makeRoom());
  await bo.openMicrophone();
  await bo.page.getByText(en.noSound).waitFor({ timeout: 15_000 });
  await bo.page.evaluate(() => {
    const { loudness } = window as Watched;
    if (loudness) loudness.value = 0.2;
  });
  await bo.page.getByText(en.noSound).waitFor({ state: 'detached' });
});
