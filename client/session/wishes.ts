/** A cap on all pictures together, set by hand or by a poor line: small ones, or none at all. */
export type ReceiveLimit = 'none' | 'low' | 'audioOnly';

/** A place on the screen where a picture is shown. */
export interface Place {
  /** How many pixels of the screen the whole picture would be wide there; what is cropped counts. */
  readonly width: number;
  readonly visible: boolean;
}

/** How a picture is to arrive. */
export interface Wish {
  readonly shown: boolean;
  /** 0 a quarter of the width, 1 half, 2 all of it. */
  readonly spatialLayer: number;
  /** 0 a quarter of the pictures a second, 1 half, 2 all of them. */
  readonly temporalLayer: number;
}

/** Nothing is to arrive. */
export const hidden: Wish = { shown: false, spatialLayer: 0, temporalLayer: 0 };

// What cameras send: 320, 640 and 1280 wide. A quarter larger than sent still looks sharp.
const slack = 1.25;
const smallWidth = 320 * slack;
const middleWidth = 640 * slack;
// In a picture as small as a stamp nobody misses half of the movement.
const stampWidth = 200;

/** What is to arrive of a picture that is shown in these places: enough for the largest, and no more. */
export function wishOf(places: Iterable<Place>, limit: ReceiveLimit): Wish {
  let width = 0;
  for (const place of places) if (place.visible) width = Math.max(width, place.width);
  if (width === 0 || limit === 'audioOnly') return hidden;
  if (limit === 'low') return { shown: true, spatialLayer: 0, temporalLayer: 1 };
  const spatialLayer = width <= smallWidth ? 0 : width <= middleWidth ? 1 : 2;
  return { shown: true, spatialLayer, temporalLayer: width <= stampWidth ? 1 : 2 };
}

/** Whether two wishes come to the same. */
export function sameWish(one: Wish, other: Wish): boolean {
  if (!one.shown || !other.shown) return one.shown === other.shown;
  return one.spatialLayer === other.spatialLayer && one.temporalLayer === other.temporalLayer;
}
