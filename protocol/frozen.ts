import { z } from 'zod';

/** What only moderators do in a room while it is frozen. */
export const FrozenParts = z.strictObject({
  joins: z.boolean(),
  speak: z.boolean(),
  show: z.boolean(),
  chat: z.boolean(),
});

/** A room that is frozen, in part or all of it. */
export const Frozen = z
  .object({ ...FrozenParts.shape, note: z.string(), by: z.string(), at: z.int() })
  .meta({ id: 'Frozen' });
export type Frozen = z.infer<typeof Frozen>;
