/** The tables of what keeps order. */
export interface ModerationTables {
  audit: {
    seq: number | undefined;
    id: string;
    at: number;
    action: string;
    by_id: string | null;
    to_id: string | null;
    room_id: string | null;
    room_name: string;
    reason: string | null;
    note: string;
    until: number | null;
  };
  sanction: {
    /** The room, or nothing for what holds everywhere. */
    scope: string;
    user_id: string;
    kind: string;
    room_id: string | null;
    user_name: string;
    user_avatar: string;
    since: number;
    until: number | null;
    reason: string;
    note: string;
    /** A person, as JSON. */
    by_person: string | null;
    device: string | null;
    invite: string | null;
    network: string | null;
  };
}
