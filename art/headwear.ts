import type { Tone } from './colours.ts';
import { shape } from './drawing.ts';
import type { Layers } from './shortHair.ts';

/** What is worn on the head, by name. */
export const headwear = {
  hijab: (cloth: Tone): Layers => ({
    back: [shape('M46 176C42 110 44 30 100 30s58 80 54 146c-20 16-88 16-108 0Z', cloth.base)],
    front: [
      [
        'path',
        {
          'fill-rule': 'evenodd',
          d: 'M58 150C50 90 54 34 100 34s50 56 42 116c-8 18-26 26-42 26s-34-8-42-26ZM69 84c-1 28 14 46 31 46s32-18 31-46c-1-20-12-33-31-33s-30 13-31 33Z',
          fill: cloth.base,
        },
      ],
      shape('M70 74c4-16 14-24 30-24s26 8 30 24c-2-24-12-34-30-34s-28 10-30 34Z', cloth.other),
      [
        'path',
        { d: 'M62 140c18 22 48 28 80 8-8 20-26 30-42 30s-32-12-38-38Z', fill: cloth.other, opacity: 0.75 },
      ],
    ],
  }),
  turban: (cloth: Tone): Layers => ({
    back: [],
    front: [
      shape('M58 82C50 44 72 20 102 20s52 24 40 62c-8-16-24-24-42-24S66 66 58 82Z', cloth.base),
      shape('M60 76c10-24 30-42 62-50 12 6 20 18 22 32-24-8-58-6-84 18Z', cloth.other),
      [
        'path',
        {
          d: 'M58 70c12-20 28-34 48-46M70 60c18-16 42-22 70-14',
          stroke: cloth.base,
          'stroke-width': 3,
          fill: 'none',
        },
      ],
      shape('M88 58l12-15 12 15c-8-2-16-2-24 0Z', cloth.other),
    ],
  }),
  cap: (cloth: Tone): Layers => ({
    back: [],
    front: [
      shape('M63 74C60 46 78 31 101 31c24 0 40 16 36 43-20-7-54-7-74 0Z', cloth.base),
      shape('M63 74c24-9 60-9 88 4 4 4 0 8-6 7-26-8-54-8-82-1-3-3-3-7 0-10Z', cloth.other),
    ],
  }),
  beanie: (cloth: Tone): Layers => ({
    back: [],
    front: [
      shape('M62 72C58 40 76 26 100 26s42 14 38 46Z', cloth.base),
      shape('M60 66c26-8 54-8 80 0 3 5 3 12 0 16-26-8-54-8-80 0-3-4-3-11 0-16Z', cloth.other),
      ['circle', { cx: 100, cy: 24, r: 9, fill: cloth.other }],
    ],
  }),
};
