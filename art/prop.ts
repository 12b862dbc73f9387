import type { Picture } from './drawing.ts';

/** A piece of furniture: how wide it stands in a room, and where. */
export interface Prop extends Picture {
  readonly width: number;
  readonly place: 'left' | 'right' | 'hang';
}
