import { shape, stroke } from './drawing.ts';
import type { Prop } from './prop.ts';

/** The furniture of rooms where something is made, looked at or spoken. */
export const furnitureTools = {
  astronomy: {
    width: 84,
    place: 'left',
    viewBox: '0 0 120 150',
    drawing: [
      stroke('M58 92 34 150M62 92l28 58M60 92v58', 'var(--p2)', 6),
      [
        'g',
        { transform: 'rotate(-34 60 80)' },
        [
          ['rect', { x: 14, y: 66, width: 86, height: 28, rx: 6, fill: 'var(--p1)' }],
          ['rect', { x: 92, y: 62, width: 16, height: 36, rx: 4, fill: 'var(--p3)' }],
          ['rect', { x: 4, y: 74, width: 14, height: 12, rx: 3, fill: 'var(--p2)' }],
          ['rect', { x: 38, y: 58, width: 30, height: 8, rx: 4, fill: 'var(--p2)' }],
        ],
      ],
      ['circle', { cx: 60, cy: 90, r: 8, fill: 'var(--p3)' }],
    ],
  },
  film: {
    width: 150,
    place: 'hang',
    viewBox: '0 0 200 120',
    drawing: [
      ['path', { d: 'M0 12c60 20 140 20 200 0', stroke: 'var(--p2)', 'stroke-width': 3, fill: 'none' }],
      [
        'g',
        {},
        [
          ['rect', { x: 22, y: 20, width: 40, height: 52, fill: 'var(--p3)' }],
          ['rect', { x: 27, y: 26, width: 30, height: 34, fill: 'var(--p1)' }],
          ['rect', { x: 80, y: 25, width: 40, height: 52, fill: 'var(--p3)' }],
          shape('M85 31h30v34H85Z', 'var(--p2)'),
          shape('m85 65 10-14 8 8 6-10 6 16Z', 'var(--p1)'),
          ['rect', { x: 138, y: 20, width: 40, height: 52, fill: 'var(--p3)' }],
          ['circle', { cx: 158, cy: 42, r: 12, fill: 'var(--p1)' }],
        ],
      ],
      [
        'g',
        { fill: 'var(--p1)' },
        [
          ['rect', { x: 38, y: 12, width: 6, height: 14, rx: 2 }],
          ['rect', { x: 97, y: 17, width: 6, height: 14, rx: 2 }],
          ['rect', { x: 156, y: 12, width: 6, height: 14, rx: 2 }],
        ],
      ],
    ],
  },
  bouldering: {
    width: 120,
    place: 'right',
    viewBox: '0 0 140 150',
    drawing: [
      ['path', { d: 'M40 0h100v150H0Z', fill: 'var(--p2)', opacity: 0.55 }],
      [
        'g',
        {},
        [
          shape('M60 28c10-8 24 0 22 10s-20 12-26 4 0-12 4-14Z', 'var(--lamp)'),
          shape('M98 60c10-4 18 4 14 14s-18 8-20 0 2-12 6-14Z', 'var(--p3)'),
          shape('M48 84c8-6 20 0 18 10s-18 10-22 2 0-10 4-12Z', 'var(--p1)'),
          shape('M88 112c8-4 16 2 14 10s-16 8-18 0 0-8 4-10Z', 'var(--lamp)'),
          ['circle', { cx: 118, cy: 24, r: 8, fill: 'var(--p1)' }],
        ],
      ],
    ],
  },
  hardware: {
    width: 124,
    place: 'left',
    viewBox: '0 0 150 120',
    drawing: [
      ['rect', { x: 0, y: 72, width: 150, height: 10, rx: 2, fill: 'var(--p2)' }],
      ['path', { d: 'M12 82v38M138 82v38', stroke: 'var(--p2)', 'stroke-width': 8 }],
      ['rect', { x: 34, y: 56, width: 52, height: 16, rx: 2, fill: 'var(--p1)' }],
      [
        'g',
        { fill: 'var(--p3)' },
        [
          ['rect', { x: 40, y: 60, width: 10, height: 8 }],
          ['rect', { x: 56, y: 60, width: 18, height: 8 }],
        ],
      ],
      stroke('M112 72V34L92 14', 'var(--p3)', 5),
      shape('m80 20 16-16 10 10-18 18Z', 'var(--lamp)'),
      [
        'path',
        { d: 'M88 44c0-6 6-6 6-12', stroke: 'var(--p3)', 'stroke-width': 2, fill: 'none', opacity: 0.6 },
      ],
    ],
  },
  cooking: {
    width: 96,
    place: 'right',
    viewBox: '0 0 140 130',
    drawing: [
      ['rect', { x: 8, y: 62, width: 124, height: 68, rx: 4, fill: 'var(--p2)' }],
      ['rect', { x: 20, y: 82, width: 60, height: 40, rx: 4, fill: 'var(--p1)' }],
      ['circle', { cx: 100, cy: 82, r: 6, fill: 'var(--p3)' }],
      ['circle', { cx: 118, cy: 82, r: 6, fill: 'var(--p3)' }],
      ['rect', { x: 34, y: 34, width: 56, height: 28, rx: 5, fill: 'var(--p3)' }],
      stroke('M30 34h64', 'var(--p1)', 6),
      [
        'path',
        {
          d: 'M52 24c-4-8 6-8 2-18M70 24c-4-8 6-8 2-18',
          stroke: 'var(--p3)',
          'stroke-width': 4,
          fill: 'none',
          'stroke-linecap': 'round',
          opacity: 0.8,
        },
      ],
    ],
  },
  retro: {
    width: 104,
    place: 'left',
    viewBox: '0 0 130 130',
    drawing: [
      ['rect', { x: 14, y: 84, width: 102, height: 10, fill: 'var(--p2)' }],
      ['path', { d: 'M24 94v36M106 94v36', stroke: 'var(--p2)', 'stroke-width': 8 }],
      ['rect', { x: 18, y: 14, width: 94, height: 70, rx: 10, fill: 'var(--p1)' }],
      ['rect', { x: 28, y: 24, width: 60, height: 50, rx: 8, fill: 'var(--p3)' }],
      ['path', { d: 'M40 62h10v-8h8v-8h10v16h10', stroke: 'var(--p2)', 'stroke-width': 6, fill: 'none' }],
      ['circle', { cx: 100, cy: 36, r: 5, fill: 'var(--lamp)' }],
      ['circle', { cx: 100, cy: 52, r: 5, fill: 'var(--p3)' }],
      ['path', { d: 'm56 14-14-14M66 14 84 0', stroke: 'var(--p1)', 'stroke-width': 4 }],
    ],
  },
  language: {
    width: 132,
    place: 'hang',
    viewBox: '0 0 150 110',
    drawing: [
      ['rect', { x: 0, y: 0, width: 150, height: 92, rx: 6, fill: 'var(--p2)' }],
      ['rect', { x: 7, y: 7, width: 136, height: 78, rx: 3, fill: 'var(--p1)' }],
      [
        'path',
        {
          d: 'M30 19 22 31M27 27v19M36 19q-2 7-5 11M34 25h14l-3 5M40 26v18q0 2-4 1M35 33l-4 8M44 33l4 8M56 19q-1 13-5 20h0l11 7M51 27h11q-2 13-10 18M66 21h11l-7 7v15q0 3-5 2M64 34h15',
          fill: 'none',
          stroke: 'var(--p3)',
          'stroke-width': 3,
          'stroke-linecap': 'round',
          'stroke-linejoin': 'round',
        },
      ],
      [
        'path',
        {
          d: 'M99 30a6 6 0 1 0 .1 0ZM112 24v18M126 31q-9-3-9 5t9 3v-8 11M123 25l4-4',
          fill: 'none',
          stroke: 'var(--p3)',
          'stroke-width': 2.6,
          'stroke-linecap': 'round',
          'stroke-linejoin': 'round',
        },
      ],
      [
        'path',
        {
          d: 'M22 60h50M92 60h34M22 72h30',
          stroke: 'var(--p3)',
          'stroke-width': 3,
          opacity: 0.6,
          'stroke-linecap': 'round',
        },
      ],
    ],
  },
  cycling: {
    width: 132,
    place: 'right',
    viewBox: '0 0 160 100',
    drawing: [
      ['circle', { cx: 32, cy: 66, r: 30, fill: 'none', stroke: 'var(--p1)', 'stroke-width': 6 }],
      ['circle', { cx: 128, cy: 66, r: 30, fill: 'none', stroke: 'var(--p1)', 'stroke-width': 6 }],
      [
        'path',
        {
          d: 'M32 66 58 24h52L80 66ZM80 66 52 14M128 66 106 8',
          fill: 'none',
          stroke: 'var(--p3)',
          'stroke-width': 6,
          'stroke-linejoin': 'round',
          'stroke-linecap': 'round',
        },
      ],
      stroke('M40 12h24M106 8h16q6 6-2 10', 'var(--p1)', 6),
      ['circle', { cx: 80, cy: 66, r: 8, fill: 'var(--p2)' }],
      ['circle', { cx: 32, cy: 66, r: 4, fill: 'var(--lamp)' }],
      ['circle', { cx: 128, cy: 66, r: 4, fill: 'var(--lamp)' }],
    ],
  },
} satisfies Record<string, Prop>;
