import type { Catalog } from '../catalog.ts';
import type { previews as english } from '../en/previews.ts';

/** Link previews. */
export const previews: Catalog<typeof english> = {
  previewRemove: '移除链接预览',
};
