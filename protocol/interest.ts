import { z } from 'zod';
import { InterestSlug } from './ids.ts';

/** A topic people gather around. `hue` (degrees, OKLCH) and `pattern` make its wallpaper. */
export const InterestInfo = z
  .object({
    slug: InterestSlug,
    names: z.object({ en: z.string(), zh: z.string() }),
    hue: z.number().min(0).max(360),
    pattern: z.string(),
    related: z.array(InterestSlug),
    liveRooms: z.int().nonnegative(),
    people: z.int().nonnegative(),
  })
  .meta({ id: 'InterestInfo' });
export type InterestInfo = z.infer<typeof InterestInfo>;
