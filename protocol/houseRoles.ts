/** What somebody can be to the whole house, the lower first. Both take an account. */
export const houseRoles = ['moderator', 'admin'] as const;
export type HouseRole = (typeof houseRoles)[number];

/** Whether a role in the house is enough for what takes another one. */
export function isHouseRoleAtLeast(role: HouseRole | null | undefined, least: HouseRole): boolean {
  return role != null && houseRoles.indexOf(role) >= houseRoles.indexOf(least);
}
