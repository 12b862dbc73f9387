import type { Attachment } from 'svelte/attachments';
import type { ProducerId } from '../../protocol/ids.ts';
import type { Reception } from '../session/Reception.svelte.ts';

// Cameras are wider than high; a place that is higher crops them at the sides.
const cameraRatio = 16 / 9;
// Beyond this nobody sees the difference on a phone.
const finest = 2;

/** Has a picture arrive in the size in which it is shown, and only while somebody can see it. */
export function picture(reception: Reception, producerId: ProducerId): Attachment<HTMLElement> {
  return (element) => {
    const place = reception.open(producerId);
    const screen = element.ownerDocument;
    // The element may live in a window of its own: what is seen there is seen, whatever becomes of the tab.
    const view = screen.defaultView ?? window;
    let width = 0;
    let inSight = true;
    const floats = () =>
      screen.pictureInPictureElement !== null && element.contains(screen.pictureInPictureElement);
    const tell = () => {
      const seen = (inSight && screen.visibilityState === 'visible') || floats();
      place.show(seen ? Math.round(width * Math.min(view.devicePixelRatio, finest)) : 0);
    };
    const size = new view.ResizeObserver(([entry]) => {
      const { width: wide = 0, height = 0 } = entry?.contentRect ?? {};
      width = Math.max(wide, height * cameraRatio);
      tell();
    });
    const sight = new view.IntersectionObserver(([entry]) => {
      inSight = entry?.isIntersecting ?? true;
      tell();
    });
    const stop = new AbortController();
    for (const [target, news] of [
      [screen, 'visibilitychange'],
      [element, 'enterpictureinpicture'],
      [element, 'leavepictureinpicture'],
    ] as const) {
      target.addEventListener(news, tell, { signal: stop.signal });
    }
    size.observe(element);
    sight.observe(element);
    return () => {
      stop.abort();
      size.disconnect();
      sight.disconnect();
      place.close();
    };
  };
}
