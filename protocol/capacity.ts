import { z } from 'zod';
import { route } from './define.ts';

const nothing = z.strictObject({});
const share = z.number().min(0);

/** What comes to its end first. */
const Limit = z.enum(['workers', 'machine', 'node', 'memory', 'connections']);

/** How many listeners a server holds while so many talk, by its own measurements, and what ends it. */
const Holding = z.object({ talking: z.int(), listeners: z.int(), limit: Limit });

/** What a server does right now, and how much it can do. */
export const Capacity = z
  .object({
    now: z
      .object({
        /** How busy each media worker is, running or waiting for a core; in bytes what it holds. */
        workers: z.array(z.object({ busy: share, memory: z.int() })),
        /** How busy Node is. */
        node: share,
        /** CPU of all cores. */
        machine: share,
        lagMs: z.number(),
        memory: z.object({ used: z.int(), limit: z.int(), share }),
        sockets: z.int(),
        packetsPerSecond: z.number().nullable(),
        /** Other machines of the house that lend their workers, and how busy the busiest of these is. */
        elsewhere: z.array(z.object({ name: z.string(), busy: share })),
      })
      .nullable(),
    rooms: z.int(),
    inside: z.int(),
    mostSockets: z.int(),
    /** Why nobody new comes in; null: they do. */
    full: z.enum(['worker', 'node', 'allotted', 'lag', 'memory', 'media']).nullable(),
    /** The share of a core at which nobody new comes in; null: they always do. */
    fullAt: share.nullable(),
    /** Null: not enough was seen yet to tell. */
    measured: z
      .object({
        /** When it was measured last, in milliseconds since 1970, and for how many seconds in all. */
        at: z.int(),
        seconds: z.int(),
        /** CPU of a worker for each packet it sends, in microseconds. */
        perPacketUs: z.number(),
        holds: z.array(Holding),
        /** What was not measured, as there were too few people. */
        unknown: z.array(z.enum(['node', 'memory'])),
      })
      .nullable(),
  })
  .meta({ id: 'Capacity' });
export type Capacity = z.infer<typeof Capacity>;

/** The route of how much a server holds. */
export const capacityRoutes = {
  capacity: route({
    summary:
      'What this server does right now, and about how many listeners it holds by what it measured itself.',
    method: 'get',
    path: '/house/capacity',
    params: nothing,
    query: nothing,
    body: nothing,
    output: Capacity,
    may: 'admin',
    rate: 'light',
  }),
};
