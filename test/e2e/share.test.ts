import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { audit } from '../support/e2e/audit.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';

const title = 'What is shown';
const scene = useHouse({}, [`--auto-select-tab-capture-source-by-title=${title}`]);

/** A tab of this guest's that moves, and hums in this tone. */
async function openTab(guest: Guest, tone: number): Promise<Page> {
  const tab = await guest.context.newPage();
  await tab.setContent(
    `<title>${title}</title><style>@keyframes t{to{background:#06c}}body{background:#e83;animation:t 2s infinite alternate}</style><button>Hum</button>`,
  );
  await tab.evaluate((frequency) => {
    document.querySelector('button')?.addEventListener('click', () => {
      const context = new AudioContext();
      const hum = new OscillatorNode(context, { frequency });
      hum.connect(new GainNode(context, { gain: 0.06 })).connect(context.destination);
      hum.start();
    });
  }, tone);
  await tab.getByRole('button').click();
  await guest.page.bringToFront();
  return tab;
}

const screenOf = (guest: Guest, name: string) => guest.page.getByLabel(`${name}, screen`, { exact: true });

/** Waits until pictures of somebody's screen arrive. */
async function willSee(guest: Guest, name: string): Promise<void> {
  await eventually(() =>
    screenOf(guest, name).evaluate((video) => video instanceof HTMLVideoElement && video.videoWidth > 0),
  ).toBe(true);
}

async function annAndBo(): Promise<[Guest, Guest]> {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo });
  const room = await ann.makeRoom();
  await Promise.all([ann, bo].map((guest) => guest.stepIn(room)));
  return [ann, bo];
}

/** What one receives, by the numbers the browser gave it: another consumer would be another number. */
async function streams(guest: Guest): Promise<unknown[]> {
  const all = (await guest.stats('inbound-rtp')).map(({ ssrc }) => ssrc);
  // With this one the server only tries how much gets through.
  return all.filter((ssrc) => ssrc !== 1234).toSorted();
}

/** How much sound the browser had to make up so far, because nothing had arrived. */
async function madeUpMs(guest: Guest): Promise<number> {
  const sounds = (await guest.stats('inbound-rtp')).filter(({ kind }) => kind === 'audio');
  return sounds.reduce(
    (sum, { concealedSamples, silentConcealedSamples }) =>
      sum + (Number(concealedSamples) - Number(silentConcealedSamples)) / 48,
    0,
  );
}

/** How a guest sends the screen right now. */
async function sendsScreen(guest: Guest) {
  return await guest.page.evaluate(() => {
    const senders = window.probe.peers.flatMap((peer) => peer.getSenders());
    const sender = senders.find(({ track }) => track?.kind === 'video');
    const [encoding] = sender?.getParameters().encodings ?? [];
    return {
      hint: sender?.track?.contentHint,
      frameRate: sender?.track?.getConstraints().frameRate,
      maxBitrate: encoding?.maxBitrate,
    };
  });
}

test('a tab is shared with its sound, and text or motion is switched while everything flows', async () => {
  const [ann, bo] = await annAndBo();
  await ann.openMicrophone();
  await openTab(ann, tones.cy);
  await ann.screen.click();
  await ann.page.getByText(en.sharingTabSound).waitFor();
  await willSee(bo, 'Ann');
  await bo.willHear(tones.ann, tones.cy);
  expect(await sendsScreen(ann)).toMatchObject({ hint: 'text', maxBitrate: 2_500_000 });

  const before = [await streams(bo), await bo.peerCount(), await ann.peerCount()];
  const madeUp = await madeUpMs(bo);
  for (const [label, hint, frameRate] of [
    [en.profileMotion, 'motion', 30],
    [en.profileText, 'text', 15],
  ] as const) {
    await ann.page.getByText(label, { exact: true }).click();
    await eventually(() => sendsScreen(ann)).toMatchObject({ hint, frameRate: { max: frameRate } });
    await ann.page.waitForTimeout(1_000);
  }
  // None at all where nothing else keeps the machine busy.
  expect((await madeUpMs(bo)) - madeUp).toBeLessThan(1_000);
  expect([await streams(bo), await bo.peerCount(), await ann.peerCount()]).toEqual(before);
  await bo.willHear(tones.ann, tones.cy);
});

test('it ends when what is shown is closed, for everybody', async () => {
  const [ann, bo] = await annAndBo();
  const tab = await openTab(ann, tones.cy);
  await ann.screen.click();
  await willSee(bo, 'Ann');
  await tab.close();
  await screenOf(bo, 'Ann').waitFor({ state: 'detached' });
  await ann.page.getByText(en.sharingTabSound).waitFor({ state: 'detached' });
  await ann.screen.getByText(en.share).waitFor();
});

test('of two screens one is large, and one looks at the other as long as one likes', async () => {
  const [ann, bo] = await annAndBo();
  const cy = await scene.visit({ name: 'Cy' });
  const { pathname } = new URL(ann.page.url());
  await cy.goTo(pathname);
  await cy.button(en.stepIn).click();
  await cy.beInside();
  await openTab(ann, tones.cy);
  await ann.screen.click();
  await willSee(cy, 'Ann');
  await bo.screen.click();
  await willSee(cy, 'Bo');
  await cy.button('Ann, screen').click();
  await willSee(cy, 'Ann');
  await cy.button('Bo, screen').waitFor();
  expect(await audit(cy, 'two screens')).toEqual([]);
  await cy.page.setViewportSize({ width: 1280, height: 800 });

  // The other one ends, and begins again: that is no reason to look away.
  await bo.button(en.stopSharing).click();
  await cy.button('Bo, screen').waitFor({ state: 'detached' });
  await bo.screen.click();
  await cy.button('Bo, screen').waitFor();
  await willSee(cy, 'Ann');

  await cy.page.getByRole('group', { name: en.lookCloser }).press('+');
  await cy.button('125 %, show all of it').waitFor();
  await cy.button(en.zoomOut).click();
  await cy.button('125 %, show all of it').waitFor({ state: 'detached' });

  await ann.button(en.stopSharing).click();
  await willSee(cy, 'Bo');
});

test('whoever shares is told so on every page, and can end it there', async () => {
  const [ann, bo] = await annAndBo();
  await openTab(ann, tones.cy);
  await ann.screen.click();
  await willSee(bo, 'Ann');
  expect(await audit(ann, 'sharing', ['desktop'])).toEqual([]);
  await ann.page.getByRole('link', { name: en.home }).click();
  await ann.page.getByText(en.sharingTabSound).waitFor();
  expect(await audit(ann, 'sharing, elsewhere')).toEqual([]);
  await willSee(bo, 'Ann');
  await ann.button(en.stopSharing).click();
  await screenOf(bo, 'Ann').waitFor({ state: 'detached' });
  await ann.page.getByText(en.sharingTabSound).waitFor({ state: 'detached' });
});
