import type { Tone } from './colours.ts';
import { shape } from './drawing.ts';
import type { Layers } from './shortHair.ts';

/** Hair with weight to it, by name. */
export const longHair = {
  bob: (hair: Tone): Layers => ({
    back: [shape('M54 122C50 66 62 32 100 32s50 34 46 90c-2 12-14 16-24 12H78c-10 4-22 0-24-12Z', hair.base)],
    front: [
      shape('M66 86c-2-28 10-44 34-44s36 16 34 44c-4-8-6-14-8-20-18 4-38 2-50-2-3 6-6 12-10 22Z', hair.base),
      shape('M72 58c10-12 34-16 50-6-16-4-34-2-50 6Z', hair.other),
    ],
  }),
  fringe: (hair: Tone): Layers => ({
    back: [shape('M52 160C46 84 56 31 100 31s54 53 48 129c-8 6-24 6-30-2H82c-6 8-22 8-30 2Z', hair.base)],
    front: [
      shape('M65 92c-4-32 8-50 35-50s39 18 35 50c-2-8-4-12-6-16-18 4-40 4-58 0-2 4-4 8-6 16Z', hair.base),
      shape('M70 60c8-12 28-16 44-12-16 0-32 4-44 12Z', hair.other),
    ],
  }),
  long: (hair: Tone): Layers => ({
    back: [shape('M50 168C44 92 54 30 101 30s55 62 49 138c-8 8-26 6-32-4H82c-6 10-24 12-32 4Z', hair.base)],
    front: [
      shape('M64 98C56 54 76 36 98 38c-2 14-14 30-34 60Zm72 0c6-42-10-60-38-60 4 16 20 34 38 60Z', hair.base),
      shape('M98 38c4 16 20 34 38 60 2-12 1-22-1-30-12-8-26-18-37-30Z', hair.other),
    ],
  }),
  wavy: (hair: Tone): Layers => ({
    back: [
      shape(
        'M48 150c-8-14 4-22 0-36-4-12 2-20 4-34 4-30 22-49 49-49s45 18 49 48c2 14 10 22 5 36-4 12 6 20-2 34-8 12-26 12-34 4H82c-8 8-26 10-34-3Z',
        hair.base,
      ),
    ],
    front: [
      shape(
        'M64 92c-6-34 10-52 36-52s42 18 36 52c-6-6-8-16-10-26-12 0-20-4-26-10-8 12-22 14-36 36Z',
        hair.base,
      ),
      shape('M100 56c6 6 14 10 26 10-4-12-14-18-26-10Z', hair.other),
    ],
  }),
  afro: (hair: Tone): Layers => ({
    back: [
      shape(
        'M100 12c20-4 38 6 44 20 16 6 22 24 16 40 4 18-8 34-24 36H64C48 106 36 90 40 72c-6-16 2-34 18-40 6-14 22-24 42-20Z',
        hair.base,
      ),
    ],
    front: [
      shape('M64 84c0-26 12-38 36-38s36 12 36 38c-4-8-8-16-12-20-16-6-32-6-48 0-4 4-8 12-12 20Z', hair.base),
      shape('M66 30c8-10 24-14 36-10-14 0-26 4-36 10Z', hair.other),
    ],
  }),
  curls: (hair: Tone): Layers => ({
    back: [
      [
        'g',
        { fill: hair.base },
        [
          ['circle', { cx: 66, cy: 60, r: 20 }],
          ['circle', { cx: 84, cy: 42, r: 20 }],
          ['circle', { cx: 108, cy: 38, r: 21 }],
          ['circle', { cx: 130, cy: 52, r: 19 }],
          ['circle', { cx: 139, cy: 74, r: 17 }],
          ['circle', { cx: 59, cy: 82, r: 16 }],
          ['circle', { cx: 60, cy: 102, r: 12 }],
          ['circle', { cx: 142, cy: 96, r: 13 }],
        ],
      ],
    ],
    front: [
      [
        'g',
        { fill: hair.base },
        [
          ['path', { d: 'M66 84c0-30 12-44 34-44s34 14 34 44c-6-4-8-10-10-16H76c-2 6-4 12-10 16Z' }],
          ['circle', { cx: 80, cy: 60, r: 11 }],
          ['circle', { cx: 100, cy: 56, r: 12 }],
          ['circle', { cx: 119, cy: 61, r: 11 }],
        ],
      ],
      [
        'g',
        { fill: hair.other },
        [
          ['circle', { cx: 84, cy: 38, r: 7 }],
          ['circle', { cx: 110, cy: 33, r: 8 }],
          ['circle', { cx: 133, cy: 50, r: 6 }],
        ],
      ],
    ],
  }),
  locs: (hair: Tone): Layers => ({
    back: [
      [
        'g',
        { stroke: hair.base, 'stroke-width': 13, 'stroke-linecap': 'round', fill: 'none' },
        [
          [
            'path',
            {
              d: 'M66 58C56 84 54 110 56 138M60 70c-12 20-14 44-12 60M134 58c10 26 12 52 10 80M140 70c12 20 14 44 12 60M76 48C64 76 64 120 68 144M124 48c12 28 12 72 8 96',
            },
          ],
        ],
      ],
    ],
    front: [
      shape(
        'M65 88C60 54 76 36 100 36s40 18 35 52c-4-10-7-18-12-24-14 3-32 3-46 0-5 6-8 14-12 24Z',
        hair.base,
      ),
      [
        'g',
        { stroke: hair.other, 'stroke-width': 4, fill: 'none', 'stroke-linecap': 'round' },
        [['path', { d: 'M84 44c-4 4-8 10-9 16M100 40v20M116 44c4 4 8 10 9 16' }]],
      ],
    ],
  }),
  braids: (hair: Tone): Layers => ({
    back: [
      [
        'g',
        { fill: hair.base },
        [
          [
            'path',
            {
              d: 'M56 100c-6 20-6 50 0 74 4 6 14 6 16 0 4-26 2-52 0-74ZM144 100c6 20 6 50 0 74-4 6-14 6-16 0-4-26-2-52 0-74Z',
            },
          ],
        ],
      ],
      [
        'g',
        { stroke: hair.other, 'stroke-width': 3.5, 'stroke-linecap': 'round' },
        [['path', { d: 'm56 124 14 6m-15 12 15 5m-14 11 13 4M144 124l-14 6m15 12-15 5m14 11-13 4' }]],
      ],
    ],
    front: [
      shape('M60 110C48 58 74 35 100 35s52 23 40 75c-3-20-14-40-40-60-26 20-37 40-40 60Z', hair.base),
      ['path', { d: 'M100 35v15', stroke: hair.other, 'stroke-width': 3 }],
    ],
  }),
};
