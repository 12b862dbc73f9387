/** A length and a width in CSS pixels, or a place in them. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a picture lies in its frame: so many times as large, moved by so many pixels. */
export interface View extends Point {
  readonly scale: number;
}

/** All of it, as large as the frame. */
export const wholeView: View = { scale: 1, x: 0, y: 0 };

/** How much one press on plus enlarges. */
export const zoomStep = 1.25;

const mostScale = 8;

/** Enlarges by a factor (below 1: makes smaller); what is at the given point stays there. */
export function zoomAt(view: View, factor: number, { x, y }: Point, frame: Size): View {
  const scale = clamp(view.scale * factor, 1, mostScale);
  const grown = scale / view.scale;
  return keepInside({ scale, x: x - (x - view.x) * grown, y: y - (y - view.y) * grown }, frame);
}

/** Moves the picture; its edges never come further in than those of the frame. */
export function panBy(view: View, by: Point, frame: Size): View {
  return keepInside({ ...view, x: view.x + by.x, y: view.y + by.y }, frame);
}

/** The same view in a frame that has another size now. */
export function keepInside({ scale, x, y }: View, { width, height }: Size): View {
  return { scale, x: clamp(x, width * (1 - scale), 0), y: clamp(y, height * (1 - scale), 0) };
}

function clamp(value: number, least: number, most: number): number {
  // Not minus zero, which a comparison of views would take for another place.
  return Math.min(most, Math.max(least, value)) + 0;
}
