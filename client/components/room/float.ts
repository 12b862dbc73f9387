import { mount, unmount } from 'svelte';
import type { RoomSession } from '../../session/RoomSession.svelte.ts';
import type { CallActions } from './callActions.svelte.ts';
import FloatingRoom from './FloatingRoom.svelte';
import type { Layout } from './layout.svelte.ts';

/** What a small window of the room shows and does. */
interface FloatingParts {
  readonly call: RoomSession;
  readonly actions: CallActions;
  readonly layout: Layout;
}

/** https://wicg.github.io/document-picture-in-picture/ */
interface DocumentPictureInPicture {
  readonly window: Window | null;
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

const size = { width: 360, height: 300 };

/** Whether this browser lets the room, or the picture of somebody in it, float over other windows. */
export function canFloat(): boolean {
  return windows() !== null || document.pictureInPictureEnabled === true;
}

/**
 * Shows the room in a small window over all others; where a browser has no such windows, the largest picture alone.
 * Says whether there was something to show.
 */
export async function float(parts: FloatingParts, context: Map<unknown, unknown>): Promise<boolean> {
  const floating = windows();
  if (!floating) return await floatPicture();
  if (floating.window) {
    floating.window.close();
    return true;
  }
  const small = await floating.requestWindow(size);
  dress(small.document);
  const props = { ...parts, close: () => small.close() };
  const room = mount(FloatingRoom, { target: small.document.body, props, context });
  small.addEventListener('pagehide', () => void unmount(room), { once: true });
  return true;
}

/** The same clothes as the page: its styles, its light and the colours of the room. */
function dress(other: Document): void {
  const { documentElement: page } = document;
  for (const { name, value } of page.attributes) other.documentElement.setAttribute(name, value);
  other.title = document.title;
  for (const sheet of document.querySelectorAll('link[rel=stylesheet], head > style')) {
    other.head.append(sheet.cloneNode(true));
  }
}

async function floatPicture(): Promise<boolean> {
  if (document.pictureInPictureElement) {
    await document.exitPictureInPicture();
    return true;
  }
  const largest = [...document.querySelectorAll<HTMLVideoElement>('.tile:not(.self) video, .shared video')]
    .filter(({ videoWidth }) => videoWidth > 0)
    .toSorted((a, b) => b.clientWidth * b.clientHeight - a.clientWidth * a.clientHeight)[0];
  await largest?.requestPictureInPicture();
  return largest !== undefined;
}

function windows(): DocumentPictureInPicture | null {
  return 'documentPictureInPicture' in window
    ? (window.documentPictureInPicture as DocumentPictureInPicture)
    : null;
}
