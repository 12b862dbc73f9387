import { z } from 'zod';
import { AuditEntry, AuditFilter } from './audit.ts';
import { route } from './define.ts';
import { houseRoles } from './houseRoles.ts';
import { HouseSettings, HouseSettingsChange, registrations } from './houseSettings.ts';
import { InviteId, InviteToken, UserId } from './ids.ts';
import { limits } from './limits.ts';
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

/** A link by which somebody may make an account where that takes an invitation. Its secret is shown once. */
export const HouseInviteInfo = z
  .object({
    id: InviteId,
    by: z.string(),
    createdAt: z.int(),
    expiresAt: z.int().nullable(),
    /** How many people may come by it. */
    most: z.int().nullable(),
    used: z.int().nonnegative(),
  })
  .meta({ id: 'HouseInviteInfo' });
export type HouseInviteInfo = z.infer<typeof HouseInviteInfo>;

const HouseInvites = z.object({ invites: z.array(HouseInviteInfo) });

const SettingsState = z
  .object({
    settings: HouseSettings,
    /** What holds where nothing was chosen. */
    defaults: HouseSettings,
    /** Whether everybody finds rooms and events in lists at this moment. */
    lists: z.boolean(),
  })
  .meta({ id: 'SettingsState' });
export type SettingsState = z.infer<typeof SettingsState>;

/** The routes of those who run the house. */
export const houseRoutes = {
  claimHouse: route({
    ...empty,
    summary:
      'Makes you an admin, by the code that the machine printed, and lets you in where you were kept out. It is good once.',
    method: 'post',
    path: '/house/claim',
    body: z.strictObject({ code: line(1, 100) }),
    output: Me,
    may: 'member',
    rate: 'heavy',
    outside: true,
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
  house: route({
    ...empty,
    summary: 'How the house is for whoever asks: who may make an account, and whether rooms are listed.',
    method: 'get',
    path: '/house',
    output: z.object({ registration: z.enum(registrations), lists: z.boolean() }),
    may: 'anyone',
    rate: 'light',
  }),
  houseSettings: route({
    ...empty,
    summary: 'What those who run the house may change while it is open, as it is.',
    method: 'get',
    path: '/house/settings',
    output: SettingsState,
    may: 'houseModerator',
    rate: 'light',
  }),
  changeHouse: route({
    ...empty,
    summary: 'Changes the house, at once; null goes back to what the machine says.',
    method: 'put',
    path: '/house/settings',
    body: HouseSettingsChange,
    output: SettingsState,
    may: 'admin',
    rate: 'heavy',
  }),
  houseInvites: route({
    ...empty,
    summary: 'The invitations of the house that are still good.',
    method: 'get',
    path: '/house/invites',
    output: HouseInvites,
    may: 'houseModerator',
    rate: 'light',
  }),
  inviteToHouse: route({
    ...empty,
    summary: 'Makes an invitation of the house. Its token is told this once.',
    method: 'post',
    path: '/house/invites',
    body: z.strictObject({
      days: z.int().min(1).max(limits.houseInviteDays).nullable(),
      most: z.int().min(1).max(limits.houseInviteUses).nullable(),
    }),
    output: z.object({ invite: HouseInviteInfo, token: InviteToken }),
    may: 'houseModerator',
    rate: 'heavy',
  }),
  burnHouseInvite: route({
    ...empty,
    summary: 'Ends an invitation of the house.',
    method: 'delete',
    path: '/house/invites/:id',
    params: z.strictObject({ id: InviteId }),
    output: HouseInvites,
    may: 'houseModerator',
    rate: 'heavy',
  }),
};
