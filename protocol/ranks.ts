/** What people are in a room, the highest first. `guest` and `visitor` have no account; a guest was let in by somebody. */
export const roles = ['owner', 'coOwner', 'moderator', 'speaker', 'member', 'guest', 'visitor'] as const;
export type Role = (typeof roles)[number];

/** How high somebody stands where they are: roles, and above all of them those who keep order in the whole house. */
const ranks = ['keeper', ...roles] as const;
export type Rank = (typeof ranks)[number];

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

/** Whether a rank is another one, or above it. */
export function isAtLeast(rank: Rank, least: Rank): boolean {
  return ranks.indexOf(rank) <= ranks.indexOf(least);
}

/** Whether a rank is above another one: nobody does anything to their equals. */
export function outranks(rank: Rank, other: Rank): boolean {
  return ranks.indexOf(rank) < ranks.indexOf(other);
}

/**
 * Says whether a rank may do something in a room. Its owner may do everything: whatever is decided, nobody locks them
 * out. Who keeps order in the whole house may all but what owning is.
 */
export function may(rank: Rank, permission: RoomPermission, permissions: RoomPermissions = {}): boolean {
  if (rank === 'keeper') return permission !== 'role:decide';
  const decided: Partial<Record<RoomPermission, Role | undefined>> = permissions;
  return rank === 'owner' || isAtLeast(rank, decided[permission] ?? leastRoles[permission]);
}

/** What somebody is in a room, and beside that. */
interface Standing {
  readonly role: Role;
  /** Leads it while its hosts are away. */
  readonly acting?: boolean | undefined;
  /** Keeps order in the whole house. */
  readonly keeper?: boolean | undefined;
}

/** How high somebody stands when others want something of them: nobody does anything to who keeps the house. */
export function rankOf({ role, keeper }: Pick<Standing, 'role' | 'keeper'>): Rank {
  return keeper ? 'keeper' : role;
}

/** What somebody may do now: who leads while the hosts are away may what they may. */
export function authorityOf({ role, acting, keeper }: Standing): Rank {
  if (keeper && role !== 'owner') return 'keeper';
  return acting && !isAtLeast(role, 'coOwner') ? 'coOwner' : role;
}
