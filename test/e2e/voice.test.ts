import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { listenTo } from '../support/e2e/listening.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse();

async function meet() {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  for (const guest of [ann, bo]) await guest.stepIn(room);
  return { ann, bo };
}

async function openPanel(guest: Guest) {
  await guest.button(en.chooseMicrophone).click();
  await guest.button(en.allSoundSettings).click();
  return guest.page.getByRole('dialog', { name: en.soundSettings });
}

/** What arrived of the voices: over how many consumers, and how much of it had to be made up. */
async function arrived(guest: Guest) {
  const inbound = (await guest.stats('inbound-rtp')).filter(({ kind }) => kind === 'audio');
  const sum = (name: string) => inbound.reduce((total, report) => total + Number(report[name] ?? 0), 0);
  return {
    ssrcs: inbound.map(({ ssrc }) => ssrc),
    concealed: sum('concealedSamples') - sum('silentConcealedSamples'),
    packets: sum('packetsReceived'),
  };
}

/** How many packets of sound have left the browser. */
async function sent(guest: Guest): Promise<number> {
  const outbound = (await guest.stats('outbound-rtp')).filter(({ kind }) => kind === 'audio');
  return outbound.reduce((total, { packetsSent }) => total + Number(packetsSent), 0);
}

test('another suppression, threshold or microphone leaves no gap and asks nothing of the listener', async () => {
  const startsAfter = 0.5;
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo, steady: true, startsAfter });
  const room = await ann.makeRoom();
  for (const guest of [ann, bo]) await guest.stepIn(room);
  await bo.openMicrophone();
  await eventually(async () => (await arrived(ann)).packets > 100).toBe(true);
  const before = await arrived(ann);
  const { silenceMs } = await listenTo(ann, 8, async () => {
    const panel = await openPanel(bo);
    const asked = await bo.askedForDevices();
    await panel.getByText(en.noiseOff, { exact: true }).click();
    await eventually(() => bo.askedForDevices()).toBe(asked + 1);
    await panel.getByText(en.gate).click();
    await panel.getByRole('slider', { name: en.gateThreshold }).fill('-50');
    await panel.getByText(en.noiseBrowser, { exact: true }).click();
    await eventually(() => bo.askedForDevices()).toBe(asked + 2);
    await panel.getByText(en.noiseStrong, { exact: true }).click();
    await eventually(() => bo.askedForDevices()).toBe(asked + 3);
  });
  const after = await arrived(ann);
  console.info(`longest silence ${silenceMs} ms, ${after.concealed - before.concealed} samples concealed`);
  // A fifth of what each of three openings would leave; a busy machine swallows some of it whatever is changed.
  expect(silenceMs).toBeLessThanOrEqual(startsAfter * 200);
  expect(after.ssrcs).toEqual(before.ssrcs);
  await bo.page.keyboard.press('Escape');
  const mute = await listenTo(ann, 3, () => bo.mute());
  expect(mute.silenceMs, 'a silence that is one').toBeGreaterThan(500);
});

test('strong suppression takes out in the browser what is no voice', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  // RNNoise takes lower tones for a voice.
  const di = await scene.visit({ name: 'Di', tone: tones.di, steady: true });
  const room = await ann.makeRoom();
  for (const guest of [ann, di]) await guest.stepIn(room);
  await di.openMicrophone();
  await ann.willHear(tones.di);
  const before = await listenTo(ann, 2);
  const panel = await openPanel(di);
  await panel.getByText(en.noiseStrong, { exact: true }).click();
  expect(await audit(di, 'the sound settings', ['desktop'])).toEqual([]);
  // It takes a moment to arrive: it is fetched, and fades in.
  await eventually(async () => (await listenTo(ann, 1)).rms).toBeLessThan(before.rms / 4);
});

test('Space talks as long as it is held, and not while one writes', async () => {
  const { ann, bo } = await meet();
  await bo.page.keyboard.down('Space');
  await ann.willHear(tones.bo);
  await bo.page.keyboard.up('Space');
  await bo.microphone.getByText(en.micOff).waitFor();
  await ann.willHear();
  const silent = await sent(bo);
  await bo.page.getByRole('textbox', { name: en.writeToRoom }).click();
  await bo.page.keyboard.down('Space');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await bo.page.keyboard.up('Space');
  expect(await sent(bo), 'packets while muted').toBe(silent);
});

test('the button held talks until it is let go, or the finger is taken away', async () => {
  const { ann, bo } = await meet();
  for (const end of ['pointerup', 'pointercancel']) {
    await bo.microphone.dispatchEvent('pointerdown', { isPrimary: true, button: 0 });
    await ann.willHear(tones.bo);
    await bo.microphone.dispatchEvent(end);
    await bo.microphone.getByText(en.micOff).waitFor();
    await ann.willHear();
  }
});

test('a tap is a tap, however late a busy page hears of its end', async () => {
  const { ann, bo } = await meet();
  await bo.microphone.evaluate(async (button: HTMLElement) => {
    const how = { isPrimary: true, button: 0, bubbles: true };
    const [down, up] = [new PointerEvent('pointerdown', how), new PointerEvent('pointerup', how)];
    button.dispatchEvent(down);
    await new Promise((resolve) => setTimeout(resolve, 600));
    button.dispatchEvent(up);
    button.click();
  });
  await bo.microphone.getByText(en.micOn).waitFor();
  await ann.willHear(tones.bo);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await bo.microphone.getByText(en.micOn).isVisible()).toBe(true);
});

test('music goes in stereo, as muted as the voice was', async () => {
  const { ann, bo } = await meet();
  await bo.openMicrophone();
  await ann.willHear(tones.bo);
  await bo.mute();
  await ann.willHear();
  const panel = await openPanel(bo);
  await panel.getByText(en.music).click();
  await panel.getByText(en.musicHeadphones).waitFor();
  await ann.willHear();
  const stereo = async () => {
    const codecs = await bo.stats('codec');
    return codecs.some(({ sdpFmtpLine }) => String(sdpFmtpLine).includes('stereo=1'));
  };
  await eventually(stereo).toBe(true);
  // A few packets of silence leave before the server has answered, and are not forwarded.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const silent = await sent(bo);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await sent(bo)).toBe(silent);
  await ann.willHear();
  await bo.page.keyboard.press('Escape');
  await bo.microphone.click();
  await ann.willHear(tones.bo);
});

test('an unplugged microphone is replaced within half a second in a call that goes on', async () => {
  const { ann, bo } = await meet();
  await bo.page.evaluate(() => {
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await ask(constraints);
      Object.assign(window, { device: stream.getAudioTracks()[0] });
      return stream;
    };
  });
  await bo.openMicrophone();
  await ann.willHear(tones.bo);
  const asked = await bo.askedForDevices();
  const unplugged = await bo.page.evaluate(() => {
    const { device } = window as Window & { device?: MediaStreamTrack };
    device?.stop();
    device?.dispatchEvent(new Event('ended'));
    return performance.timeOrigin + performance.now();
  });
  await eventually(() => bo.askedForDevices()).toBe(asked + 1);
  await eventually(async () => (await bo.page.evaluate(() => window.probe.openedAt)) > unplugged).toBe(true);
  const openedAt = await bo.page.evaluate(() => window.probe.openedAt);
  console.info(`another microphone after ${Math.round(openedAt - unplugged)} ms`);
  expect(openedAt - unplugged).toBeLessThanOrEqual(500);
  await bo.microphone.getByText(en.micOn).waitFor();
  await ann.willHear(tones.bo);
});
