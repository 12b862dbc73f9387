import type { Drawing, DrawingNode } from './drawing.ts';

/** A pattern that repeats: a tile, drawn in one colour that the paper gives it. */
export interface Wallpaper {
  readonly width: number;
  readonly height: number;
  readonly drawing: Drawing;
}

/** How the lines of every pattern are drawn. */
export const wallpaperStroke = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 2,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
};

/** One quiet pattern for each kind of interest. */
export const wallpapers = {
  astronomy: {
    width: 128,
    height: 128,
    drawing: [
      ring(64, 64, 50),
      ring(64, 64, 34),
      ring(64, 64, 17),
      dot(64, 64, 5),
      dot(109, 42, 4),
      dot(34, 80, 3.5),
      dot(74, 50, 2.6),
      [
        'path',
        {
          fill: 'currentColor',
          stroke: 'none',
          d: 'M0 -13q2.08 10.92 13 13q-10.92 2.08 -13 13q-2.08 -10.92 -13 -13q10.92 -2.08 13 -13Z',
        },
      ],
      [
        'path',
        {
          fill: 'currentColor',
          stroke: 'none',
          d: 'M128 -13q2.08 10.92 13 13q-10.92 2.08 -13 13q-2.08 -10.92 -13 -13q10.92 -2.08 13 -13Z',
        },
      ],
      [
        'path',
        {
          fill: 'currentColor',
          stroke: 'none',
          d: 'M0 115q2.08 10.92 13 13q-10.92 2.08 -13 13q-2.08 -10.92 -13 -13q10.92 -2.08 13 -13Z',
        },
      ],
      [
        'path',
        {
          fill: 'currentColor',
          stroke: 'none',
          d: 'M128 115q2.08 10.92 13 13q-10.92 2.08 -13 13q-2.08 -10.92 -13 -13q10.92 -2.08 13 -13Z',
        },
      ],
      dot(0, 64, 2),
      dot(128, 64, 2),
      dot(64, 0, 2),
      dot(64, 128, 2),
    ],
  },
  film: {
    width: 120,
    height: 120,
    drawing: [
      ring(60, 60, 34),
      line(
        'M74.3 55.6 65.7 93.5M71.0 70.2 33.8 81.7M56.7 74.6 28.1 48.2M45.7 64.4 54.3 26.5M49.0 49.8 86.2 38.3M63.3 45.4 91.9 71.8',
      ),
      ['rect', { x: -11, y: -8, width: 22, height: 16, rx: 3 }],
      ['rect', { x: 109, y: -8, width: 22, height: 16, rx: 3 }],
      ['rect', { x: -11, y: 112, width: 22, height: 16, rx: 3 }],
      ['rect', { x: 109, y: 112, width: 22, height: 16, rx: 3 }],
    ],
  },
  bouldering: {
    width: 150,
    height: 130,
    drawing: [
      line('M34 30c10-14 34-14 42-2s2 26-14 30-38-12-28-28Z'),
      line('M42 32c6-8 22-8 26 0s0 15-9 17-23-8-17-17Z'),
      dot(55, 39, 3),
      line('M104 84c4-12 24-16 32-4s4 30-10 32-28-14-22-28Z'),
      line('M112 88c2-6 12-8 16-2s2 15-5 16-14-7-11-14Z'),
      dot(120, 94, 3),
      line('M16 96c8-6 24-2 24 8s-14 14-22 10-10-13-2-18Z'),
      dot(26, 104, 2.5),
      line('M112 18c6-4 16 0 15 8s-10 10-16 6-6-10 1-14Z'),
    ],
  },
  hardware: {
    width: 128,
    height: 128,
    drawing: [
      line('M0 24h30l18 18v34l14 14h66M128 24h-20L90 42v20M0 90h20l18 18v20M38 0v6l22 22h20M90 128v-10'),
      ring(90, 68, 6),
      ring(86, 28, 6),
      ring(90, 112, 6),
      ring(22, 56, 6),
      line('M22 50V24'),
      dot(22, 56, 2),
      dot(90, 68, 2),
      dot(86, 28, 2),
      dot(90, 112, 2),
    ],
  },
  cooking: {
    width: 110,
    height: 130,
    drawing: [
      line(
        'M28 62V8M28 18q-14-2-15-13 13 0 15 13ZM28 18q14-2 15-13-13 0-15 13ZM28 34q-16-2-17-14 15 0 17 14ZM28 34q16-2 17-14-15 0-17 14ZM28 51q-16-2-17-14 15 0 17 14ZM28 51q16-2 17-14-15 0-17 14Z',
      ),
      line(
        'M83 127V73M83 83q-14-2-15-13 13 0 15 13ZM83 83q14-2 15-13-13 0-15 13ZM83 99q-16-2-17-14 15 0 17 14ZM83 99q16-2 17-14-15 0-17 14ZM83 116q-16-2-17-14 15 0 17 14ZM83 116q16-2 17-14-15 0-17 14Z',
      ),
      dot(83, 30, 3),
      dot(28, 96, 3),
    ],
  },
  retro: {
    width: 112,
    height: 112,
    drawing: [
      ['path', { 'stroke-linejoin': 'miter', d: 'M12 12h14v14h14v14H26v14H12Z' }],
      ['path', { 'stroke-linejoin': 'miter', d: 'M70 14h28v28H84V28H70Z' }],
      ['path', { 'stroke-linejoin': 'miter', d: 'M68 68h14v14h14v14H54V82h14Z' }],
      ['rect', { x: 14, y: 82, width: 14, height: 14 }],
      dot(56, 56, 3),
    ],
  },
  language: {
    width: 120,
    height: 120,
    drawing: [
      line('M22 20v24h0M22 20h18M98 62v-24M98 62H80'),
      line('M74 16c-6 2-9 7-9 13h9v-8M92 16c-6 2-9 7-9 13h9v-8'),
      line('M26 78c14 6 28 6 40 0M46 72v-8M30 104c16-6 26-14 32-28M64 106c-12-4-20-10-28-22'),
      line('M84 104c0-12 4-26 10-26s10 14 10 26M87 95h14'),
    ],
  },
  birding: {
    width: 120,
    height: 110,
    drawing: [
      line('M20 46c0-18 14-34 34-38 4 20-6 38-26 42-3 .6-6 0-8-4ZM14 58 46 20M26 44l14-2M30 34l10-14'),
      line('M92 68v26M92 94l-12 8M92 94v14M92 94l12 8M66 74v0M76 20l10 0M98 8'),
      line('M30 82v16M30 98l-8 6M30 98v10M30 98l8 6'),
    ],
  },
  chess: {
    width: 96,
    height: 96,
    drawing: [
      line('M48 4 92 48 48 92 4 48Z'),
      line('M48 22 74 48 48 74 22 48Z'),
      ['path', { d: 'M48 40l8 8-8 8-8-8Z', fill: 'currentColor', stroke: 'none' }],
      dot(0, 0, 4),
      dot(96, 0, 4),
      dot(0, 96, 4),
      dot(96, 96, 4),
    ],
  },
  knitting: {
    width: 56,
    height: 60,
    drawing: [
      line(
        'M4 8c8 4 16 12 24 22C36 20 44 12 52 8M4 24c8 4 16 12 24 22 8-10 16-18 24-22M4 38c8 4 16 12 24 22 8-10 16-18 24-22M4-6c8 4 16 12 24 22C36 6 44-2 52-6',
      ),
    ],
  },
  synths: {
    width: 120,
    height: 72,
    drawing: [
      line(
        'M0 18c15-24 45-24 60 0s45 24 60 0M0 36c15-24 45-24 60 0s45 24 60 0M0 54c15-24 45-24 60 0s45 24 60 0',
      ),
    ],
  },
  gardening: {
    width: 100,
    height: 88,
    drawing: [
      line(
        'M0 88a50 50 0 0 1 100 0M14 88a36 36 0 0 1 72 0M29 88a21 21 0 0 1 42 0M-50 44a50 50 0 0 1 100 0M-36 44a36 36 0 0 1 72 0M-21 44a21 21 0 0 1 42 0M50 44a50 50 0 0 1 100 0M64 44a36 36 0 0 1 72 0M79 44a21 21 0 0 1 42 0',
      ),
      dot(50, 84, 3),
      dot(0, 40, 3),
      dot(100, 40, 3),
    ],
  },
  cycling: {
    width: 120,
    height: 120,
    drawing: [
      ring(60, 60, 44),
      ring(60, 60, 6),
      line(
        'M60 54V16M60 66v38M54 60H16M66 60h38M55.800 55.800 29 29M64.200 64.200 91 91M64.200 55.800 91 29M55.800 64.200 29 91',
      ),
      dot(0, 0, 5),
      dot(120, 0, 5),
      dot(0, 120, 5),
      dot(120, 120, 5),
    ],
  },
  vinyl: {
    width: 110,
    height: 110,
    drawing: [
      ring(55, 55, 46),
      ring(55, 55, 37),
      ring(55, 55, 28),
      ring(55, 55, 14),
      dot(55, 55, 3.5),
      dot(0, 0, 4),
      dot(110, 0, 4),
      dot(0, 110, 4),
      dot(110, 110, 4),
    ],
  },
  books: {
    width: 96,
    height: 80,
    drawing: [
      line('M48 26C38 16 22 14 10 18v40c12-4 28-2 38 8 10-10 26-12 38-8V18C74 14 58 16 48 26ZM48 26v40'),
      line('M20 30c6-1 12 0 18 4M20 42c6-1 12 0 18 4M76 30c-6-1-12 0-18 4M76 42c-6-1-12 0-18 4'),
    ],
  },
  house: {
    width: 84,
    height: 96,
    drawing: [
      line('M14 84V40a20 20 0 0 1 40 0v44ZM22 84V42a12 12 0 0 1 24 0v42'),
      dot(41, 62, 2.5),
      line('M70 18v10M65 23h10'),
      dot(70, 66, 3),
    ],
  },
} satisfies Record<string, Wallpaper>;

/** The name of a pattern: it chooses the wallpaper and the furniture of a room. */
export type Pattern = keyof typeof wallpapers;

function line(d: string): DrawingNode {
  return ['path', { d }];
}
function ring(cx: number, cy: number, r: number): DrawingNode {
  return ['circle', { cx, cy, r }];
}
function dot(cx: number, cy: number, r: number): DrawingNode {
  return ['circle', { cx, cy, r, fill: 'currentColor', stroke: 'none' }];
}
