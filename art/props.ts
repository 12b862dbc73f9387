import type { Picture } from './drawing.ts';
import { furnitureComfort } from './furnitureComfort.ts';
import { furnitureTools } from './furnitureTools.ts';
import type { Prop } from './prop.ts';
import type { Pattern } from './wallpapers.ts';

/** The furniture of each kind of room. */
export const props: Readonly<Record<Pattern, Prop>> = { ...furnitureTools, ...furnitureComfort };

/** The furniture for a pattern that may have been named by somebody else; a sofa suits every room. */
export function propFor(pattern: string): Prop {
  return new Map<string, Prop>(Object.entries(props)).get(pattern) ?? props.house;
}

/** The lamp that hangs in every room. */
export const lamp: Picture = {
  viewBox: '0 0 80 52',
  drawing: [
    ['path', { d: 'M40 0v22', stroke: 'currentColor', 'stroke-width': 2 }],
    ['path', { d: 'M14 42c0-16 11-24 26-24s26 8 26 24Z', fill: 'var(--p1)' }],
    ['path', { d: 'M26 42a14 8 0 0 0 28 0Z', fill: 'var(--lamp)' }],
  ],
};
