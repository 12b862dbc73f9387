import { z } from 'zod';
import { errorCodes } from './errorCodes.ts';

/** What a refused request is told, over Socket.IO and over HTTP alike. */
export const Refusal = z
  .object({
    code: z.enum(errorCodes),
    message: z.string(),
    retryable: z.boolean(),
    retryAfterMs: z.int().positive().optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Refusal' });
export type Refusal = z.infer<typeof Refusal>;

/** The answer to a request: what was asked for, or why not. */
export type Answer<Data> = { ok: true; data: Data } | { ok: false; error: Refusal };
