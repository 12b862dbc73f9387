/** How wide and high a person's picture is kept, the largest first. */
export const pictureSizes = [512, 96] as const;
export type PictureSize = (typeof pictureSizes)[number];

/** How wide and high a picture of the chat is kept at most: to be looked at, and beside its line. */
export const sceneSizes = { view: 2048, thumb: 480 } as const;

/** What the child is to make of a picture. */
export type Task = 'portrait' | 'scene';

/** More than any phone makes; a bomb of a few kilobytes claims thousands of times that. */
export const mostPixels = 60_000_000;

/** How the child ends: 3 for what it cannot read, 4 for what takes too much memory. */
export type Failure = 3 | 4;
