import { z } from 'zod';
import { route } from './define.ts';
import { AuditId, RoomId, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';
import { auditActions, reasons } from './reasons.ts';
import { line } from './text.ts';

const nothing = z.strictObject({});

export const Reason = z.enum(reasons).meta({ id: 'Reason' });
const AuditAction = z.enum(auditActions).meta({ id: 'AuditAction' });

/** Something that was done to keep order: nothing of it is ever changed or taken away. */
export const AuditEntry = z
  .object({
    id: AuditId,
    at: z.int(),
    action: AuditAction,
    /** Null: by itself. */
    by: PersonInfo.nullable(),
    /** Null: everybody. */
    to: PersonInfo.nullable(),
    /** Null: the whole house. The name is that of then. */
    room: z.object({ id: RoomId, name: z.string() }).nullable(),
    reason: Reason.nullable(),
    note: z.string(),
    /** Until when it holds; null: for good, or only for that moment. */
    until: z.int().nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

/** What is looked for in the log. */
export const AuditFilter = {
  to: UserId.optional(),
  actions: z
    .string()
    .max(600)
    .transform((text) => text.split(','))
    .pipe(z.array(AuditAction).max(auditActions.length))
    .optional(),
  q: line(1, limits.searchText).optional(),
  before: AuditId.optional(),
};

/** The routes about the log. */
export const auditRoutes = {
  audit: route({
    summary:
      'Who did what to whom, the latest first: in the rooms you moderate, or everywhere for who moderates the house.',
    method: 'get',
    path: '/audit',
    params: nothing,
    query: z.strictObject({ ...AuditFilter, room: RoomId.optional() }),
    body: nothing,
    output: z.object({
      entries: z.array(AuditEntry),
      more: z.boolean(),
      /** The rooms you moderate. */
      rooms: z.array(z.object({ id: RoomId, name: z.string() })),
    }),
    may: 'guest',
    rate: 'light',
  }),
};
