import type { Attachment } from 'svelte/attachments';
import type { ProducerId } from '../../protocol/ids.ts';
import type { ReceiveTransport } from '../session/ReceiveTransport.ts';

// Widths in CSS pixels up to which a quarter, or half, of the picture is enough.
const smallWidth = 240;
const middleWidth = 560;

/** Asks for a picture in the size in which it is shown, and only while it is on the screen. */
export function picture(media: ReceiveTransport, producerId: ProducerId): Attachment<HTMLElement> {
  return (element) => {
    let layer = -1;
    const size = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      const next = width <= smallWidth ? 0 : width <= middleWidth ? 1 : 2;
      if (next === layer || width === 0) return;
      layer = next;
      media.preferLayer(producerId, layer).catch(ignored);
    });
    let shown = true;
    const view = new IntersectionObserver(([entry]) => {
      const next = entry?.isIntersecting ?? true;
      if (next === shown) return;
      shown = next;
      media.setShown(producerId, shown).catch(ignored);
    });
    size.observe(element);
    view.observe(element);
    return () => {
      size.disconnect();
      view.disconnect();
    };
  };
}

function ignored(): void {
  // The line was lost: coming back asks for everything that is shown.
}
