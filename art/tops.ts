import type { Tone } from './colours.ts';
import { type Drawing, shape, stroke } from './drawing.ts';

interface Fabric {
  readonly cloth: Tone;
  readonly accent: string;
  readonly skin: Tone;
}

/** The details of a garment, painted over the shoulders, by name. */
export const tops = {
  crew: ({ cloth }: Fabric): Drawing => [stroke('M78 151c6 13 38 13 44 0', cloth.other, 5)],
  shirt: ({ cloth }: Fabric): Drawing => [
    ['path', { d: 'M100 222V168', stroke: cloth.other, 'stroke-width': 3 }],
    shape('M82 148 100 172 84 186 70 154Z', cloth.other),
    shape('M118 148 100 172 116 186 130 154Z', cloth.other),
    shape('M82 147 100 171 86 181 74 152Z', cloth.base),
    shape('M118 147 100 171 114 181 126 152Z', cloth.base),
  ],
  hood: ({ cloth, accent }: Fabric): Drawing => [
    shape('M62 164c4-12 16-14 24-10 8 8 20 8 28 0 8-4 20-2 24 10-8 16-22 22-38 22s-30-6-38-22Z', cloth.other),
    shape('M78 156c6 16 38 16 44 0l-2 8c-8 14-32 14-40 0Z', cloth.base),
    stroke('M90 176v20M110 176v20', accent, 3),
  ],
  turtle: ({ cloth }: Fabric): Drawing => [
    shape('M80 130h40l3 24c-6 8-40 8-46 0Z', cloth.base),
    ['path', { d: 'M78 150c8 7 36 7 44 0', stroke: cloth.other, 'stroke-width': 3, fill: 'none' }],
  ],
  stripe: ({ cloth, accent }: Fabric): Drawing => [
    [
      'g',
      { stroke: accent, 'stroke-width': 7, fill: 'none' },
      [['path', { d: 'M30 172c40-14 100-14 140 0M20 191c48-14 112-14 160 0M14 210c48-14 124-14 172 0' }]],
    ],
    ['path', { d: 'M80 150c6 12 34 12 40 0', stroke: cloth.other, 'stroke-width': 4, fill: 'none' }],
  ],
  vneck: ({ cloth, skin }: Fabric): Drawing => [
    shape('M80 149 100 178l20-29Z', skin.base),
    [
      'path',
      {
        d: 'M79 148 100 180l21-32',
        stroke: cloth.other,
        'stroke-width': 4,
        fill: 'none',
        'stroke-linejoin': 'round',
      },
    ],
  ],
  apron: ({ accent }: Fabric): Drawing => [
    shape('M62 222v-48l12-22 8-2-4 26h44l-4-26 8 2 12 22v48Z', accent),
  ],
  jacket: ({ cloth, accent }: Fabric): Drawing => [
    shape('M84 150 94 222h12l10-72Z', accent),
    shape('M84 149 70 162l12 8-6 6 18 46h6Z', cloth.other),
    shape('M116 149l14 13-12 8 6 6-18 46h-6Z', cloth.other),
  ],
};
