import { expect, test } from 'vitest';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { screenOf } from '../support/e2e/pictures.ts';
import { useHouse } from '../support/e2e/visit.ts';

const title = 'A page that stands still';
const scene = useHouse({}, [`--auto-select-tab-capture-source-by-title=${title}`]);

// Much longer than the server looks back to see what arrives.
const stillMs = 10_000;

/** How many pictures somebody's browser made without any before them: each viewer who begins needs one. */
async function keyFrames(guest: Guest): Promise<number> {
  const sent = (await guest.stats('outbound-rtp')).filter(({ kind }) => kind === 'video');
  return sent.reduce((sum, { keyFramesEncoded }) => sum + Number(keyFramesEncoded), 0);
}

test('whoever comes late sees a screen on which nothing has moved for long, and nobody loses it again', async () => {
  const ann = await scene.visit({ name: 'Ann' });
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  const shown = await ann.context.newPage();
  await shown.setContent(
    `<title>${title}</title><body style="background:#e83"><h1 style="font:90px serif">Crumb</h1>`,
  );
  await ann.page.bringToFront();
  await ann.screen.click();
  await ann.page.getByText(/^You are sharing a tab/).waitFor();
  await ann.page.waitForTimeout(stillMs);

  for (const name of ['Bo', 'Cy']) {
    const late = await scene.visit({ name });
    await late.stepIn(room);
    await eventually(() =>
      screenOf(late, 'Ann').evaluate((video) => video instanceof HTMLVideoElement && video.videoWidth),
    ).toBe(1_280);
  }
  // What is sent on and off and on again begins anew each time.
  const made = await keyFrames(ann);
  await ann.page.waitForTimeout(stillMs);
  expect(await keyFrames(ann)).toBe(made);
});
