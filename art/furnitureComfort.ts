import { shape, stroke } from './drawing.ts';
import type { Prop } from './prop.ts';

/** The furniture of rooms where something is grown, played or listened to. */
export const furnitureComfort = {
  knitting: {
    width: 100,
    place: 'right',
    viewBox: '0 0 130 130',
    drawing: [
      shape('M16 130V66c0-30 98-30 98 0v64Z', 'var(--p1)'),
      ['rect', { x: 4, y: 84, width: 28, height: 46, rx: 12, fill: 'var(--p2)' }],
      ['rect', { x: 98, y: 84, width: 28, height: 46, rx: 12, fill: 'var(--p2)' }],
      ['circle', { cx: 66, cy: 92, r: 15, fill: 'var(--p3)' }],
      [
        'path',
        {
          d: 'M56 84c10 2 18 8 22 18M54 92c6 2 12 6 16 14',
          stroke: 'var(--p2)',
          'stroke-width': 2.5,
          fill: 'none',
        },
      ],
    ],
  },
  vinyl: {
    width: 112,
    place: 'left',
    viewBox: '0 0 150 120',
    drawing: [
      ['rect', { x: 6, y: 58, width: 138, height: 62, rx: 4, fill: 'var(--p2)' }],
      ['path', { d: 'M76 58v62', stroke: 'var(--p1)', 'stroke-width': 3 }],
      ['rect', { x: 20, y: 40, width: 78, height: 18, rx: 3, fill: 'var(--p1)' }],
      ['ellipse', { cx: 56, cy: 40, rx: 30, ry: 8, fill: 'var(--p3)' }],
      ['ellipse', { cx: 56, cy: 40, rx: 8, ry: 2.5, fill: 'var(--lamp)' }],
      ['path', { d: 'M92 40V24L76 34', stroke: 'var(--p3)', 'stroke-width': 4, fill: 'none' }],
      [
        'g',
        { fill: 'var(--p3)' },
        [
          ['rect', { x: 86, y: 70, width: 8, height: 44 }],
          ['rect', { x: 97, y: 70, width: 6, height: 44, opacity: 0.7 }],
          ['rect', { x: 107, y: 70, width: 9, height: 44 }],
          ['rect', { x: 119, y: 70, width: 6, height: 44, opacity: 0.7 }],
        ],
      ],
    ],
  },
  chess: {
    width: 118,
    place: 'left',
    viewBox: '0 0 150 110',
    drawing: [
      ['rect', { x: 10, y: 66, width: 130, height: 10, fill: 'var(--p2)' }],
      ['path', { d: 'M28 76v34M122 76v34', stroke: 'var(--p2)', 'stroke-width': 8 }],
      [
        'g',
        { fill: 'var(--p1)' },
        [
          ['path', { d: 'M40 66h22l-4-10c6-14-4-22-7-22s-13 8-7 22Z' }],
          ['circle', { cx: 51, cy: 28, r: 7 }],
        ],
      ],
      [
        'g',
        { fill: 'var(--p3)' },
        [['path', { d: 'M88 66h26l-5-14c4-8 6-22-10-26l-8 10-6 8 10 2c0 6-6 8-7 20Z' }]],
      ],
    ],
  },
  birding: {
    width: 104,
    place: 'left',
    viewBox: '0 0 130 120',
    drawing: [
      stroke('M10 40h110', 'var(--p2)', 6),
      shape('M44 40c-8-14 0-30 18-30 10 0 14 6 16 10l12 2-10 6c0 10-8 16-18 16l-14 4Z', 'var(--p1)'),
      ['circle', { cx: 66, cy: 20, r: 2.5, fill: 'var(--p3)' }],
      shape('M88 40c-6-10 0-22 13-22 7 0 10 4 12 8l9 1-8 5c0 8-6 12-13 12Z', 'var(--p3)'),
    ],
  },
  synths: {
    width: 124,
    place: 'right',
    viewBox: '0 0 160 110',
    drawing: [
      ['rect', { x: 6, y: 52, width: 148, height: 34, rx: 4, fill: 'var(--p1)' }],
      ['rect', { x: 14, y: 64, width: 132, height: 20, fill: 'var(--p3)' }],
      [
        'path',
        {
          d: 'M30 64v20M46 64v20M62 64v20M78 64v20M94 64v20M110 64v20M126 64v20',
          stroke: 'var(--p1)',
          'stroke-width': 2,
        },
      ],
      [
        'g',
        { fill: 'var(--lamp)' },
        [
          ['circle', { cx: 24, cy: 58, r: 3 }],
          ['circle', { cx: 36, cy: 58, r: 3 }],
        ],
      ],
      ['path', { d: 'M30 86 14 110M130 86l16 24', stroke: 'var(--p2)', 'stroke-width': 7 }],
    ],
  },
  gardening: {
    width: 92,
    place: 'right',
    viewBox: '0 0 120 140',
    drawing: [
      shape('M34 140h52l8-44H26Z', 'var(--p1)'),
      ['rect', { x: 20, y: 88, width: 80, height: 14, rx: 3, fill: 'var(--p2)' }],
      [
        'g',
        { fill: 'var(--p3)' },
        [
          ['path', { d: 'M60 88C40 70 36 40 58 14c10 24 14 50 2 74Z' }],
          ['path', { d: 'M58 88C30 84 16 62 14 40c24 6 42 24 44 48Z', opacity: 0.8 }],
          ['path', { d: 'M62 88c28-4 42-26 44-48-24 6-42 24-44 48Z', opacity: 0.9 }],
        ],
      ],
    ],
  },
  house: {
    width: 136,
    place: 'left',
    viewBox: '0 0 170 110',
    drawing: [
      ['rect', { x: 8, y: 48, width: 154, height: 46, rx: 14, fill: 'var(--p1)' }],
      ['rect', { x: 22, y: 24, width: 126, height: 44, rx: 14, fill: 'var(--p2)' }],
      ['rect', { x: 0, y: 46, width: 28, height: 50, rx: 12, fill: 'var(--p2)' }],
      ['rect', { x: 142, y: 46, width: 28, height: 50, rx: 12, fill: 'var(--p2)' }],
      [
        'rect',
        { x: 92, y: 36, width: 34, height: 30, rx: 8, fill: 'var(--p3)', transform: 'rotate(8 109 51)' },
      ],
      ['path', { d: 'M24 94v16M146 94v16', stroke: 'var(--p1)', 'stroke-width': 7 }],
    ],
  },
  books: {
    width: 96,
    place: 'left',
    viewBox: '0 0 120 150',
    drawing: [
      ['rect', { x: 0, y: 0, width: 120, height: 150, rx: 4, fill: 'var(--p2)' }],
      [
        'g',
        { fill: 'var(--p1)' },
        [
          ['rect', { x: 8, y: 8, width: 104, height: 38 }],
          ['rect', { x: 8, y: 54, width: 104, height: 38 }],
          ['rect', { x: 8, y: 100, width: 104, height: 42 }],
        ],
      ],
      [
        'g',
        { fill: 'var(--p3)' },
        [
          [
            'path',
            {
              d: 'M14 46V16h9v30ZM26 46V20h7v26ZM36 46V14h11v32ZM62 46l8-28 9 3-7 25ZM14 92V62h11v30ZM40 92V64h8v28ZM52 92V60h9v32ZM64 92V66h12v26ZM16 142v-32h9v32ZM60 142v-26h8v26ZM72 142v-32h11v32ZM88 142v-28h8v28Z',
            },
          ],
        ],
      ],
      ['path', { d: 'M50 46V18h6v28ZM28 92V66h8v26ZM30 142v-26h24v26Z', fill: 'var(--lamp)', opacity: 0.8 }],
    ],
  },
} satisfies Record<string, Prop>;
