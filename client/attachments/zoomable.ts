import type { Attachment } from 'svelte/attachments';
import { keepInside, type Point, panBy, type View, wholeView, zoomAt, zoomStep } from './zoom.ts';

// A touchpad tells a pinch as many small turns of a wheel with Ctrl held.
const perWheelPixel = 0.008;
const doubleTapScale = 2.5;
const keyStep = 48;

const directions: Record<string, Point> = {
  ArrowLeft: { x: keyStep, y: 0 },
  ArrowRight: { x: -keyStep, y: 0 },
  ArrowUp: { x: 0, y: keyStep },
  ArrowDown: { x: 0, y: -keyStep },
};

/**
 * Lets one look closer at what is inside: Ctrl and wheel, pinch, double click, or + - 0 to zoom; drag, wheel or
 * arrows to move. How it then lies is told to `change`.
 */
export function zoomable(view: () => View, change: (view: View) => void): Attachment<HTMLElement> {
  return (element) => {
    const frame = () => ({ width: element.clientWidth, height: element.clientHeight });
    const middle = () => ({ x: element.clientWidth / 2, y: element.clientHeight / 2 });
    const zoom = (factor: number, at: Point) => change(zoomAt(view(), factor, at, frame()));
    const pan = (by: Point) => change(panBy(view(), by, frame()));
    const within = ({ clientX, clientY }: MouseEvent): Point => {
      const { left, top } = element.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };

    const fingers = new Map<number, Point>();

    function moved(event: PointerEvent): void {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const now = within(event);
      fingers.set(event.pointerId, now);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      if (!other) {
        pan({ x: now.x - before.x, y: now.y - before.y });
        return;
      }
      // Each finger moves the point between the two by half of its way.
      pan({ x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 });
      const between = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      zoom(distance(now, other) / Math.max(1, distance(before, other)), between);
    }

    function wheeled(event: WheelEvent): void {
      if (event.ctrlKey) zoom(Math.exp(-event.deltaY * perWheelPixel), within(event));
      else if (view().scale > 1) pan({ x: -event.deltaX, y: -event.deltaY });
      else return;
      event.preventDefault();
    }

    function pressed(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const direction = directions[event.key];
      if (event.key === '+' || event.key === '=') zoom(zoomStep, middle());
      else if (event.key === '-') zoom(1 / zoomStep, middle());
      else if (event.key === '0') change(wholeView);
      else if (direction && view().scale > 1) pan(direction);
      else return;
      event.preventDefault();
    }

    const stop = new AbortController();
    const { signal } = stop;
    element.tabIndex = 0;
    element.addEventListener('wheel', wheeled, { signal, passive: false });
    element.addEventListener('keydown', pressed, { signal });
    element.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button !== 0 || fingers.size === 2) return;
        element.setPointerCapture(event.pointerId);
        fingers.set(event.pointerId, within(event));
      },
      { signal },
    );
    element.addEventListener('pointermove', moved, { signal });
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
      element.addEventListener(end, ({ pointerId }) => fingers.delete(pointerId), { signal });
    }
    element.addEventListener(
      'dblclick',
      (event) => {
        if (view().scale > 1) change(wholeView);
        else zoom(doubleTapScale, within(event));
      },
      { signal },
    );
    const resized = new ResizeObserver(() => change(keepInside(view(), frame())));
    resized.observe(element);
    return () => {
      stop.abort();
      resized.disconnect();
    };
  };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
