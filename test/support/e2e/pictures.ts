import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Guest } from './Guest.ts';

/** A fingerprint of what a video shows right now; null while it shows nothing. */
function look(video: Locator): Promise<string | null> {
  return video.evaluate((element) => {
    if (!(element instanceof HTMLVideoElement) || element.videoWidth === 0) return null;
    const canvas = new OffscreenCanvas(64, 36);
    const brush = canvas.getContext('2d', { willReadFrequently: true });
    brush?.drawImage(element, 0, 0, 64, 36);
    const pixels = brush?.getImageData(0, 0, 64, 36).data ?? new Uint8ClampedArray();
    // One colour all over is no picture.
    return new Set(pixels).size > 4 ? pixels.join() : null;
  });
}

/** What is known of a video that does not move: of what it shows, and of all that arrives. */
function state(video: Locator): Promise<unknown> {
  return video.evaluate(async (element) => {
    if (!(element instanceof HTMLVideoElement)) return element.tagName;
    const { videoWidth, videoHeight, readyState, paused, currentTime } = element;
    const tracks = element.srcObject instanceof MediaStream ? element.srcObject.getTracks() : [];
    const stats = await Promise.all(window.probe.peers.map((peer) => peer.getStats().catch(() => [])));
    const arriving = stats
      .flatMap((report) => [...report.values()])
      .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')
      .map(({ mid, trackIdentifier, packetsReceived, framesDecoded, keyFramesDecoded, pliCount }) => ({
        ...{ mid, trackIdentifier, packetsReceived, framesDecoded, keyFramesDecoded, pliCount },
      }));
    return {
      ...{ videoWidth, videoHeight, readyState, paused, currentTime, arriving },
      tracks: tracks.map(({ id, muted, readyState }) => ({ id, muted, readyState })),
    };
  });
}

/** Waits until three different pictures were seen: it moves. Tells what arrived where it does not. */
export async function willMove(video: Locator): Promise<void> {
  const seen = new Set<string>();
  try {
    await expect
      .poll(
        async () => {
          const picture = await look(video);
          if (picture) seen.add(picture);
          return seen.size;
        },
        { timeout: 25_000, interval: 100 },
      )
      .toBeGreaterThanOrEqual(3);
  } catch (error) {
    throw new Error(`${seen.size} pictures of a video seen: ${JSON.stringify(await state(video))}`, {
      cause: error,
    });
  }
}

/** Somebody's camera, as a guest sees it. */
export const cameraOf = (guest: Guest, name: string) => guest.page.getByLabel(`${name}, camera`);

/** Somebody's screen, as a guest sees it. */
export const screenOf = (guest: Guest, name: string) => guest.page.getByLabel(`${name}, screen`);

/** A picture as it arrives. */
interface Arriving {
  readonly width: number;
  readonly packets: number;
}

/** All pictures that ever arrived at a guest over the connections that are open. */
export async function arriving(guest: Guest): Promise<Arriving[]> {
  const inbound = await guest.stats('inbound-rtp');
  return (
    inbound
      // Packets by which the server finds out what the line carries are no pictures.
      .filter(({ kind, mid }) => kind === 'video' && mid !== 'probator')
      .map(({ frameWidth, packetsReceived }) => ({
        width: Number(frameWidth ?? 0),
        packets: Number(packetsReceived),
      }))
  );
}

/** How many packets of pictures arrive in a second and a half: those under way are let in first. */
export async function pictureFlow(guest: Guest): Promise<number> {
  const sum = async () => (await arriving(guest)).reduce((all, { packets }) => all + packets, 0);
  await guest.page.waitForTimeout(500);
  const before = await sum();
  await guest.page.waitForTimeout(1_500);
  return (await sum()) - before;
}

/** Makes the page believe that its tab is, or is not, in sight: a browser without a head shows every tab. */
export async function setVisible(guest: Guest, visible: boolean): Promise<void> {
  await guest.page.evaluate((visible) => {
    Object.defineProperty(document, 'visibilityState', {
      value: visible ? 'visible' : 'hidden',
      configurable: true,
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visible);
}
