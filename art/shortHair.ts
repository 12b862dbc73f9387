import type { Tone } from './colours.ts';
import { type Drawing, shape } from './drawing.ts';

/** What of a head is painted behind the face, and what over it. */
export interface Layers {
  readonly back: Drawing;
  readonly front: Drawing;
}

/** Hair that ends above the shoulders, by name. */
export const shortHair = {
  crop: (hair: Tone): Layers => ({
    back: [],
    front: [
      shape(
        'M64 88C58 52 78 35 102 35c27 0 40 20 34 53-3-10-5-17-10-23-18 3-38 2-49-3-7 6-10 15-13 26Z',
        hair.base,
      ),
    ],
  }),
  fade: (hair: Tone): Layers => ({
    back: [],
    front: [
      shape(
        'M66 84c-4-32 12-47 35-47 22 0 37 14 33 47l-4-10c-2-6-6-11-8-12-14-3-30-3-44 0-3 2-6 6-8 12Z',
        hair.base,
      ),
      shape('M66 84l4-10v12Zm68 0-4-10v12Z', hair.other),
    ],
  }),
  quiff: (hair: Tone): Layers => ({
    back: [],
    front: [
      shape(
        'M65 86C58 58 66 34 92 32c10-8 40-6 46 12 3 10 1 26-3 42-2-9-5-17-9-22-16 2-32-1-44-9-8 6-13 18-17 31Z',
        hair.base,
      ),
      shape('M92 32c10-8 40-6 46 12-16-8-30-8-46-12Z', hair.other),
    ],
  }),
  part: (hair: Tone): Layers => ({
    back: [],
    front: [
      shape(
        'M64 90C56 52 78 35 101 35c28 0 40 20 35 55-2-12-6-20-12-26-12-2-26-8-34-16-5 12-18 22-26 42Z',
        hair.base,
      ),
      shape('M90 48c8-7 22-9 34-2-10-9-24-12-34 2Z', hair.other),
    ],
  }),
  pixie: (hair: Tone): Layers => ({
    back: [],
    front: [
      shape(
        'M62 94C54 56 76 33 102 34c28 0 42 24 34 56-4-8-8-14-10-22-10 8-28 6-40-6-2 12-10 18-16 20-2 4-6 8-8 12Z',
        hair.base,
      ),
      shape('M86 62c12 12 30 14 40 6-6-10-22-16-40-6Z', hair.other),
    ],
  }),
  recede: (hair: Tone): Layers => ({
    back: [],
    front: [
      shape(
        'M65 94C56 74 58 52 78 44c-6 8-8 16-8 26-3 6-4 14-5 24Zm70 0c9-20 7-42-13-50 6 8 8 16 8 26 3 6 4 14 5 24Z',
        hair.base,
      ),
      ['path', { d: 'M80 46c10-7 30-7 40 0-12-3-28-3-40 0Z', fill: hair.other, opacity: 0.7 }],
    ],
  }),
  bald: (): Layers => ({
    back: [],
    front: [
      [
        'path',
        {
          d: 'M80 60c8-8 20-10 30-7',
          stroke: '#fff',
          'stroke-opacity': 0.28,
          'stroke-width': 5,
          'stroke-linecap': 'round',
          fill: 'none',
        },
      ],
    ],
  }),
  pony: (hair: Tone): Layers => ({
    back: [shape('M128 46c26 4 34 36 24 74-2 10-14 10-14 0 4-26-2-46-16-58Z', hair.base)],
    front: [
      shape(
        'M65 90C58 54 76 36 101 36c26 0 40 20 34 54-3-14-8-24-16-31-14 4-32 2-42-4-6 9-9 21-12 35Z',
        hair.base,
      ),
      shape('M78 52c10-10 30-12 42-4-14-2-28 0-42 4Z', hair.other),
    ],
  }),
  bun: (hair: Tone): Layers => ({
    back: [
      ['circle', { cx: 101, cy: 27, r: 19, fill: hair.base }],
      shape('M90 18c6-6 18-5 22 3-8-3-15-4-22-3Z', hair.other),
    ],
    front: [
      shape(
        'M65 90C58 56 76 37 100 37s42 19 35 53c-3-12-7-22-13-29-12-4-32-4-44 0-6 7-10 17-13 29Z',
        hair.base,
      ),
      shape('M84 46c8-5 24-5 32 0-10-2-22-2-32 0Z', hair.other),
    ],
  }),
};
