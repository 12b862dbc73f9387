import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { cameraOf, screenOf, willMove } from '../support/e2e/pictures.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const scene = useHouse({}, ['--auto-select-tab-capture-source-by-title=What Ann shows']);
const strong = 8;

/** The codecs of the pictures that flow at a guest in this direction, for each stream of them. */
async function codecs(guest: Guest, way: 'outbound-rtp' | 'inbound-rtp'): Promise<string[]> {
  const names = new Map((await guest.stats('codec')).map(({ id, mimeType }) => [id, String(mimeType)]));
  const count = way === 'outbound-rtp' ? 'framesSent' : 'framesDecoded';
  const frames = async () =>
    new Map(
      (await guest.stats(way)).map((stream) => [stream.ssrc, { stream, count: Number(stream[count] ?? 0) }]),
    );
  const before = await frames();
  await guest.page.waitForTimeout(700);
  return [...(await frames())]
    .filter(([ssrc, { stream, count }]) => stream.kind === 'video' && count > (before.get(ssrc)?.count ?? 0))
    .map(([, { stream }]) => names.get(stream.codecId)?.replace('video/', '') ?? '')
    .toSorted();
}

/** How wide a camera arrives. */
async function width(guest: Guest): Promise<number> {
  return await cameraOf(guest, 'Ann').evaluate((video) =>
    video instanceof HTMLVideoElement ? video.videoWidth : 0,
  );
}

/** Ann, on a strong machine, is seen and heard by Bo. */
async function annAndBo(): Promise<{ ann: Guest; bo: Guest; room: Awaited<ReturnType<Guest['makeRoom']>> }> {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann, steady: true, cores: strong });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  await ann.openMicrophone();
  await ann.openCamera();
  await willMove(cameraOf(bo, 'Ann'));
  return { ann, bo, room };
}

/** What a guest hears, by the numbers the browser gave it, and how much of it the browser had to make up (ms). */
async function sound(guest: Guest) {
  const heard = (await guest.stats('inbound-rtp')).filter(({ kind }) => kind === 'audio');
  const made = ({ concealedSamples, silentConcealedSamples }: Record<string, unknown>) =>
    (Number(concealedSamples) - Number(silentConcealedSamples)) / 48;
  return { streams: heard.map(({ ssrc }) => ssrc), madeUpMs: heard.reduce((sum, it) => sum + made(it), 0) };
}

test('a strong machine sends its camera in layers of VP9, of which each gets the size it shows', async () => {
  const { ann, bo } = await annAndBo();
  expect(await codecs(ann, 'outbound-rtp')).toEqual(['VP9']);
  expect(await codecs(bo, 'inbound-rtp')).toEqual(['VP9']);
  const [sent] = (await ann.stats('outbound-rtp')).filter(({ kind }) => kind === 'video');
  expect(sent?.scalabilityMode).toBe('L3T3_KEY');
  await eventually(() => width(bo)).toBe(1_280);
  await bo.page.setViewportSize({ width: 380, height: 520 });
  await eventually(() => width(bo)).toBe(640);
  await bo.page.setViewportSize({ width: 1_280, height: 800 });
  await eventually(() => width(bo)).toBe(1_280);
});

test('to save data it sends its smallest layer alone, and later larger ones again', async () => {
  const { ann, bo } = await annAndBo();
  await eventually(() => width(bo)).toBe(1_280);
  const choose = async (mode: string) => {
    await ann.button(/^(Good|Weak|Poor) connection$/).click();
    await ann.page.getByRole('dialog').getByText(mode, { exact: true }).click();
    await ann.page.keyboard.press('Escape');
  };
  await choose(en.dataLow);
  await eventually(() => width(bo)).toBe(320);
  await willMove(cameraOf(bo, 'Ann'));
  await choose(en.dataAll);
  // The browser finds out step by step what the line bears.
  await eventually(() => width(bo)).toBeGreaterThan(320);
});

/** Ann shows a page that moves. */
async function shareTab(ann: Guest): Promise<void> {
  const shown = await ann.context.newPage();
  await shown.setContent(
    '<title>What Ann shows</title><style>@keyframes t{to{background:#06c}}body{background:#e83;animation:t 3s steps(6) infinite alternate}</style><h1 style="font:90px serif">Crumb</h1>',
  );
  await ann.page.bringToFront();
  await ann.screen.click();
}

test.each([
  ['camera', 'VP9', cameraOf],
  ['screen', 'AV1', screenOf],
] as const)(
  'a latecomer who knows only VP8 sees a %s in %s soon, and nobody hears a gap',
  async (what, codec, picture) => {
    const { ann, bo, room } = await annAndBo();
    if (what === 'screen') {
      await ann.camera.click();
      await cameraOf(bo, 'Ann').waitFor({ state: 'detached' });
      await shareTab(ann);
    }
    await willMove(picture(bo, 'Ann'));
    await eventually(() => codecs(ann, 'outbound-rtp')).toEqual([codec]);
    await bo.willHear(tones.ann);
    const before = await sound(bo);
    const connections = await Promise.all([ann, bo].map((guest) => guest.peerCount()));

    const late = await scene.visit({ name: 'Cy', onlyVp8: true });
    await late.goTo(`/r/${room.slug}`);
    await late.button(en.stepIn).waitFor();
    await late.page.waitForTimeout(1_000);
    await late.button(en.stepIn).click();
    await late.microphone.waitFor();
    const inside = performance.now();
    await late.page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
    console.info(`a ${what} is seen ${Math.round(performance.now() - inside)} ms after stepping in`);
    await willMove(picture(late, 'Ann'));
    await willMove(picture(bo, 'Ann'));
    await eventually(() => codecs(ann, 'outbound-rtp')).not.toContain(codec);
    await eventually(() => codecs(bo, 'inbound-rtp')).toEqual(['VP8']);

    const after = await sound(bo);
    expect(after.streams).toEqual(before.streams);
    // None at all where nothing else keeps the machine busy.
    expect(after.madeUpMs - before.madeUpMs).toBeLessThan(1_000);
    expect(await Promise.all([ann, bo].map((guest) => guest.peerCount()))).toEqual(connections);
  },
);

test('a host ends a share: the sharer is told by whom, and may share again', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const bo = await scene.visit({ name: 'Bo' });
  const room = await bo.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  const shown = await ann.context.newPage();
  await shown.setContent('<title>What Ann shows</title><h1>Crumb</h1>');
  await ann.page.bringToFront();
  await ann.screen.click();
  await screenOf(bo, 'Ann').waitFor();
  await bo.page.getByRole('tab', { name: en.peopleTab }).click();
  await bo.button('What to do with Ann').click();
  await bo.page.getByRole('menuitem', { name: en.stopScreen }).click();
  await screenOf(bo, 'Ann').waitFor({ state: 'detached' });
  await ann.page.getByText('Bo stopped your sharing. You can share again.').waitFor();
  expect(await ann.button(en.stopSharing).count()).toBe(0);
  expect(await audit(ann, 'stopped by a host', ['desktop'])).toEqual([]);
  await ann.screen.click();
  await screenOf(bo, 'Ann').waitFor();
  await ann.page.getByText('Bo stopped your sharing.').waitFor({ state: 'detached' });
});
