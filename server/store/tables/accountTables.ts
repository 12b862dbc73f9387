/** The tables of accounts. */
export interface AccountTables {
  account: { id: string; handle: string | null; password: string | null; created_at: number };
  passkey: {
    id: string;
    user_id: string;
    credential_id: string;
    name: string;
    public_key: string;
    counter: number;
    transports: string;
    created_at: number;
    used_at: number | null;
  };
  provider_identity: { issuer: string; subject: string; user_id: string };
  recovery_code: { digest: string; user_id: string };
  login: {
    id: string;
    user_id: string;
    digest: string;
    device: string;
    created_at: number;
    seen_at: number;
  };
}
