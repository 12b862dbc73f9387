import { z } from 'zod';
import { FileId } from './ids.ts';

/** What a page that a line links to says of itself, as it was when the line was written. */
export const LinkPreview = z
  .object({
    url: z.url({ protocol: /^https?$/ }),
    site: z.string(),
    title: z.string(),
    description: z.string(),
    /** Made anew and kept here: `/files/ID/thumb`. */
    picture: z.object({ id: FileId, width: z.int().positive(), height: z.int().positive() }).nullable(),
  })
  .meta({ id: 'LinkPreview' });
export type LinkPreview = z.infer<typeof LinkPreview>;
