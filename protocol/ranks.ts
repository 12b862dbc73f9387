/** What people are in a room, the highest first. `guest` and `visitor` have no account; a guest was let in by somebody. */
export const roles = ['owner', 'coOwner', 'moderator', 'speaker', 'member', 'guest', 'visitor'] as const;
export type Role = (typeof roles)[number];

/** The least role that may do something in a room, unless its owner says otherwise there. */
export const leastRoles = {
  'room:listen': 'visitor',
  'room:speak': 'visitor',
  'room:show': 'visitor',
  'chat:send': 'visitor',
  'chat:moderate': 'moderator',
  'room:invite': 'member',
  'room:admit': 'moderator',
  'room:lock': 'moderator',
  'room:branch': 'moderator',
  'room:spotlight': 'moderator',
  'room:edit': 'coOwner',
  'room:freeze': 'moderator',
  'stage:speak': 'speaker',
  'stage:manage': 'moderator',
  'participant:mute': 'moderator',
  'participant:stop': 'moderator',
  'participant:remove': 'moderator',
  'participant:move': 'moderator',
  'role:grant': 'coOwner',
  'role:decide': 'owner',
} as const satisfies Record<string, Role>;

/** Something that is allowed by what one is in a room. */
export type RoomPermission = keyof typeof leastRoles;

/** What the owner of a room may give to others than the table does. */
export const editablePermissions = [
  'room:speak',
  'room:show',
  'room:invite',
  'chat:moderate',
  'room:admit',
  'room:lock',
  'room:branch',
  'room:spotlight',
  'room:edit',
  'room:freeze',
  'stage:speak',
  'stage:manage',
  'participant:mute',
  'participant:stop',
  'participant:remove',
  'participant:move',
] as const satisfies readonly RoomPermission[];
export type EditablePermission = (typeof editablePermissions)[number];

/** What a room has otherwise than the table. */
export type RoomPermissions = { readonly [Name in EditablePermission]?: Role | undefined };

/** Whether a role is another one, or above it. */
export function isAtLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(least);
}

/** Whether a role is above another one: nobody does anything to their equals. */
export function outranks(role: Role, other: Role): boolean {
  return roles.indexOf(role) < roles.indexOf(other);
}

/** Says whether a role may do something in a room. Its owner may do everything: whatever is decided, nobody locks them out. */
export function may(role: Role, permission: RoomPermission, permissions: RoomPermissions = {}): boolean {
  const decided: Partial<Record<RoomPermission, Role | undefined>> = permissions;
  return role === 'owner' || isAtLeast(role, decided[permission] ?? leastRoles[permission]);
}

/** What somebody may do now: who leads while the hosts are away may what they may. */
export function authorityOf({
  role,
  acting,
}: {
  readonly role: Role;
  readonly acting?: boolean | undefined;
}): Role {
  return acting && !isAtLeast(role, 'coOwner') ? 'coOwner' : role;
}
