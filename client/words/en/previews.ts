/** Link previews. */
export const previews = {
  previewRemove: 'Take the preview away',
} as const;
