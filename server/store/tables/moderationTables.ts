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
  report: {
    id: string;
    kind: string;
    room_id: string | null;
    room_name: string;
    person_id: string | null;
    /** A person, as JSON. */
    person: string | null;
    event: string | null;
    seq: number | null;
    reporter_id: string | null;
    reporter_guest: number;
    reason: string;
    note: string;
    at: number;
    state: string;
    by_id: string | null;
    outcome: string | null;
    to_house: number;
    /** Lines as they were, as JSON. */
    evidence: string;
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
