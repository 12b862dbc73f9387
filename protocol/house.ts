import { z } from 'zod';
import { AuditEntry, AuditFilter } from './audit.ts';
import { route } from './define.ts';
import { houseRoles } from './houseRoles.ts';
import { UserId } from './ids.ts';
import { Me, PersonInfo } from './people.ts';
import { line } from './text.ts';

const nothing = z.strictObject({});
const empty = { params: nothing, query: nothing, body: nothing } as const;

const HouseRole = z.enum(houseRoles).meta({ id: 'HouseRole' });

/** Somebody who runs the house, or keeps order in all of it. */
const HouseKeeper = z
  .object({
    person: PersonInfo,
    role: HouseRole,
    /** Null: by the code of the machine. */
    by: PersonInfo.nullable(),
    since: z.int(),
  })
  .meta({ id: 'HouseKeeper' });
export type HouseKeeper = z.infer<typeof HouseKeeper>;

const HouseTeam = z.object({ team: z.array(HouseKeeper) }).meta({ id: 'HouseTeam' });

/** The routes of those who run the house. */
export const houseRoutes = {
  claimHouse: route({
    ...empty,
    summary: 'Makes you an admin, by the code that the machine printed. It is good once.',
    method: 'post',
    path: '/house/claim',
    body: z.strictObject({ code: line(1, 100) }),
    output: Me,
    may: 'member',
    rate: 'heavy',
  }),
  houseTeam: route({
    ...empty,
    summary: 'Who runs the house, and who moderates all of it.',
    method: 'get',
    path: '/house/team',
    output: HouseTeam,
    may: 'houseModerator',
    rate: 'light',
  }),
  giveHouseRole: route({
    ...empty,
    summary: 'Makes somebody with an account an admin or a moderator of the house.',
    method: 'put',
    path: '/house/team/:id',
    params: z.strictObject({ id: UserId }),
    body: z.strictObject({ role: HouseRole }),
    output: HouseTeam,
    may: 'admin',
    rate: 'heavy',
  }),
  takeHouseRole: route({
    ...empty,
    summary: 'Takes a role in the house back; your own you may always give back, but for the last admin.',
    method: 'delete',
    path: '/house/team/:id',
    params: z.strictObject({ id: UserId }),
    output: z.null(),
    may: 'houseModerator',
    rate: 'heavy',
  }),
  houseLog: route({
    ...empty,
    summary: 'What was done in the name of the house, the latest first.',
    method: 'get',
    path: '/house/log',
    query: z.strictObject(AuditFilter),
    output: z.object({ entries: z.array(AuditEntry), more: z.boolean() }),
    may: 'houseModerator',
    rate: 'light',
  }),
};
