import { z } from 'zod';
import { notification, request } from './define.ts';
import { UserId } from './ids.ts';
import { PersonInfo } from './people.ts';
import { editablePermissions, roles } from './ranks.ts';

export const Role = z.enum(roles).meta({ id: 'Role' });

/** What a room has otherwise than the table: for each permission the least role that has it. */
export const RoomPermissions = z
  .partialRecord(z.enum(editablePermissions), Role)
  .meta({ id: 'RoomPermissions' });

/** A role that somebody can be given. */
const GivenRole = z.enum(['coOwner', 'moderator', 'speaker', 'member', 'guest']);

/** Somebody to whom a room gave a role, there or not. */
export const RoleHolder = z.object({ person: PersonInfo, role: Role }).meta({ id: 'RoleHolder' });
export type RoleHolder = z.infer<typeof RoleHolder>;

/** Who is what in a room. Nobody gives a role that is not below their own, or takes one from who is not. */
export const roleRequests = {
  'role:list': request({
    summary: 'Everybody to whom this room gave a role, the highest first.',
    input: z.strictObject({}),
    output: z.object({ holders: z.array(RoleHolder) }),
    state: 'joined',
    may: 'role:grant',
    rate: 'light',
  }),
  'role:grant': request({
    summary: 'Gives somebody a role below the own one, or takes it away.',
    input: z.strictObject({ userId: UserId, role: GivenRole.nullable() }),
    output: z.null(),
    state: 'joined',
    may: 'role:grant',
    rate: 'light',
  }),
  'role:decide': request({
    summary: 'Says which roles may do what in this room; what is left out is as everywhere.',
    input: z.strictObject({ permissions: RoomPermissions }),
    output: z.null(),
    state: 'joined',
    may: 'role:decide',
    rate: 'light',
  }),
};

export const roleNotifications = {
  'role:given': notification(
    'You are something else in this room now.',
    z.object({ role: Role, by: z.string() }),
  ),
};
