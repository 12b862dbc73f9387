/** The tables of what people are told. */
export interface NoticeTables {
  notice: {
    id: string;
    user_id: string;
    fold: string;
    kind: string;
    /** A person, as JSON. */
    who: string | null;
    room_id: string | null;
    interest: string | null;
    /** A date of an event, as JSON. */
    event: string | null;
    seq: number | null;
    text: string;
    count: number;
    at: number;
    read: number;
  };
  notice_level: { user_id: string; kind: string; target: string; level: string };
  push_subscription: {
    endpoint: string;
    user_id: string;
    login_id: string | null;
    p256dh: string;
    auth: string;
    language: string;
    since: number;
    failures: number;
  };
  quiet_hours: { user_id: string; from_minute: number; to_minute: number; zone: string };
}
