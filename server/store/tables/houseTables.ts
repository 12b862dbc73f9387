/** The tables of what the whole house has. */
export interface HouseTables {
  house_role: { user_id: string; role: string; by_id: string | null; since: number };
  admin_code: { digest: string; expires_at: number };
}
