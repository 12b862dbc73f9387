import type { MediaCounts } from '../../../server/media/api.ts';

/** All that a server holds. */
export interface Holdings {
  /** Open descriptors of the server's process, and of its media workers. */
  readonly descriptors: number;
  readonly timers: number;
  readonly sockets: number;
  readonly media: MediaCounts;
  /** Resident memory of the server's process after collecting garbage, in bytes. */
  readonly memory: number;
}

/** What the lab asks of the house; each is answered by a telling. */
export type Order = 'count';

/** What the house tells the lab. */
export type Telling =
  | { readonly port: number }
  | { readonly holdings: Holdings }
  | { readonly warned: Readonly<Record<string, unknown>> };
