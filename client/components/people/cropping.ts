import type { Attachment } from 'svelte/attachments';
import type { Point } from '../../attachments/zoom.ts';

interface Hands {
  /** By parts of the window. */
  readonly move: (by: Point) => void;
  readonly enlarge: (factor: number) => void;
}

const step = 0.02;
const keys: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -step, y: 0 },
  ArrowRight: { x: step, y: 0 },
  ArrowUp: { x: 0, y: -step },
  ArrowDown: { x: 0, y: step },
};

/** Lets a picture be moved in its window by pointer, wheel and keys. */
export function cropping({ move, enlarge }: Hands): Attachment<HTMLElement> {
  return (element) => {
    const stop = new AbortController();
    const { signal } = stop;
    element.tabIndex = 0;
    element.addEventListener('pointerdown', ({ pointerId }) => element.setPointerCapture(pointerId), {
      signal,
    });
    element.addEventListener(
      'pointermove',
      ({ pointerId, movementX, movementY }) => {
        if (!element.hasPointerCapture(pointerId)) return;
        const { clientWidth, clientHeight } = element;
        move({ x: movementX / clientWidth, y: movementY / clientHeight });
      },
      { signal },
    );
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        enlarge(event.deltaY < 0 ? 1.06 : 1 / 1.06);
      },
      { signal, passive: false },
    );
    element.addEventListener(
      'keydown',
      (event) => {
        const by = keys[event.key];
        if (!by) return;
        event.preventDefault();
        move(by);
      },
      { signal },
    );
    return () => stop.abort();
  };
}
