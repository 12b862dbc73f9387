/** The colours to choose from for oneself; `client/styles/themes.css` has them. */
export const accents = [
  'marigold',
  'persimmon',
  'guava',
  'orchid',
  'lagoon',
  'fern',
  'lichen',
  'slate',
] as const;
export type Accent = (typeof accents)[number];

/** How light a page is; `device`: as the device it is looked at with. */
export const bases = ['device', 'light', 'dark', 'contrast'] as const;
export type Base = (typeof bases)[number];
