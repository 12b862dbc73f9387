import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

// A name that is not this machine: over plain http a browser then gives no devices.
const scene = useHouse({ HOST: '0.0.0.0' }, ['--host-resolver-rules=MAP hobnob.test 127.0.0.1']);

// Headless Chromium calls itself otherwise, and on such a page its name is all there is to know it by.
const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

/** Whatever is wrong with a device, one can stay, hear and write. */
async function canStay(guest: Guest, host: Guest): Promise<void> {
  await guest.willHear(tones.ann);
  await guest.write('I can still write');
  await eventually(async () => (await host.lines()).at(-1)).toBe('I can still write');
}

async function talkingHost(): Promise<{ ann: Guest; room: Awaited<ReturnType<Guest['makeRoom']>> }> {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  await ann.openMicrophone();
  return { ann, room };
}

test('a refused permission is explained, and one can stay', async () => {
  const { ann, room } = await talkingHost();
  const bo = await scene.visit({ name: 'Bo', trusted: false });
  await bo.stepIn(room);
  await bo.microphone.click();
  await bo.page.getByText(en['device.microphone.denied']).waitFor();
  await bo.page.getByText(en['device.denied.how']).waitFor();
  await bo.microphone.getByText(en.micOff).waitFor();
  await bo.camera.click();
  await bo.page.getByText(en['device.camera.denied']).waitFor();
  await canStay(bo, ann);
});

test.each([
  ['NotAllowedError', en['device.microphone.dismissed']],
  ['NotFoundError', en['device.microphone.missing']],
  ['NotReadableError', en['device.microphone.busy']],
] as const)(
  'a microphone that answers %s has its own words, and the next press works',
  async (fault, words) => {
    const { ann, room } = await talkingHost();
    const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
    await bo.stepIn(room);
    await bo.page.evaluate((fault) => (window.probe.fault = fault), fault);
    await bo.microphone.click();
    await bo.page.getByText(words).waitFor();
    await canStay(bo, ann);

    await bo.page.evaluate(() => (window.probe.fault = null));
    await bo.openMicrophone();
    await ann.willHear(tones.bo);
  },
);

test('over plain http from elsewhere one hears and writes, and is told why nobody hears back', async () => {
  const { ann, room } = await talkingHost();
  const bo = await scene.visit({ trusted: false, host: 'hobnob.test', userAgent: chrome });
  await bo.stepIn(room);
  await bo.microphone.click();
  await bo.page.getByText(en['device.insecure']).waitFor();
  await canStay(bo, ann);
});

test('a browser without WebRTC reads and writes', async () => {
  const { ann, room } = await talkingHost();
  const bo = await scene.visit({ name: 'Bo' });
  await bo.context.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'));
  await bo.stepIn(room);
  await bo.page.getByText(en.noWebRtc).waitFor();
  await ann.write('Can you read me?');
  await eventually(() => bo.lines()).toEqual(['Can you read me?']);
  await bo.write('I can');
  await eventually(async () => (await ann.lines()).at(-1)).toBe('I can');
  expect(await bo.microphone.isDisabled()).toBe(true);
});

test('sound that the browser holds back plays after one tap', async () => {
  const { room } = await talkingHost();
  const bo = await scene.visit({ name: 'Bo' });
  await bo.goTo(`/r/${room.slug}`);
  await bo.page.evaluate(() => (window.probe.playRefused = true));
  await bo.button(en.stepIn).click();
  await bo.beInside();
  await bo.page.getByText(en.hearRoom).waitFor();
  expect(await bo.hears()).toEqual([]);

  await bo.page.evaluate(() => (window.probe.playRefused = false));
  await bo.button(en.tapToHear).click();
  await bo.willHear(tones.ann);
  await bo.page.getByText(en.hearRoom).waitFor({ state: 'detached' });
});
