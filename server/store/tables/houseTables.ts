/** The tables of what the whole house has. */
export interface HouseTables {
  house_role: { user_id: string; role: string; by_id: string | null; since: number };
  house_setting: { name: string; value: string };
  house_invite: {
    id: string;
    token_digest: string;
    by_id: string;
    by_name: string;
    created_at: number;
    expires_at: number | null;
    most: number | null;
    used: number;
  };
  admin_code: { digest: string; expires_at: number };
}
