import type { Picture } from './drawing.ts';

/** The logo: a lowercase h whose counter is a lit doorway with a knob. */
export const mark: Picture = {
  viewBox: '0 0 40 40',
  drawing: [
    [
      'path',
      { fill: 'currentColor', d: 'M4 2.5h9.5V14c2.2-2.4 5.3-3.7 8.7-3.7C30 10.3 36 15.7 36 24v13.5H4Z' },
    ],
    ['path', { fill: 'var(--lamp)', d: 'M13.5 37.5V25.2a6.7 6.7 0 0 1 13.4 0v12.3Z' }],
    ['circle', { fill: '#4a2d0e', cx: 23.6, cy: 29.5, r: 1.5 }],
  ],
};
