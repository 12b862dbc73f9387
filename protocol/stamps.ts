/** What can be put under a line: drawn, and the same in every language. */
export const stamps = ['heart', 'spark', 'laugh', 'clap', 'flame', 'idea'] as const;
export type Stamp = (typeof stamps)[number];
