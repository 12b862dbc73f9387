import type { Attachment } from 'svelte/attachments';

type Side = 'nw' | 'ne' | 'sw' | 'se';

// A press that hardly moves is a press.
const clickPx = 6;

/** Lets something be dragged about in what it lies in; let go, it belongs into the nearest corner. */
export function draggable(dropped: (corner: Side) => void): Attachment<HTMLElement> {
  return (element) => {
    let from: { x: number; y: number } | null = null;
    const stop = new AbortController();
    const put = (x: number, y: number) => {
      element.style.setProperty('--dx', `${x}px`);
      element.style.setProperty('--dy', `${y}px`);
    };
    const start = (event: PointerEvent) => {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button'))) return;
      from = { x: event.clientX, y: event.clientY };
      element.setPointerCapture(event.pointerId);
      element.classList.add('dragged');
    };
    const drag = ({ clientX, clientY }: PointerEvent) => {
      if (from) put(clientX - from.x, clientY - from.y);
    };
    const drop = ({ clientX, clientY }: PointerEvent) => {
      if (!from) return;
      const moved = Math.hypot(clientX - from.x, clientY - from.y) > clickPx;
      const lies = element.getBoundingClientRect();
      const room = element.parentElement?.getBoundingClientRect();
      cancel();
      if (!moved || !room) return;
      const south = lies.top + lies.height / 2 > room.top + room.height / 2;
      const east = lies.left + lies.width / 2 > room.left + room.width / 2;
      dropped(`${south ? 's' : 'n'}${east ? 'e' : 'w'}`);
    };
    const cancel = () => {
      from = null;
      element.classList.remove('dragged');
      put(0, 0);
    };
    const { signal } = stop;
    element.addEventListener('pointerdown', start, { signal });
    element.addEventListener('pointermove', drag, { signal });
    element.addEventListener('pointerup', drop, { signal });
    element.addEventListener('pointercancel', cancel, { signal });
    return () => {
      stop.abort();
      cancel();
    };
  };
}
