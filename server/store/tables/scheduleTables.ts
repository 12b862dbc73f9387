/** The tables of events. */
export interface ScheduleTables {
  event: {
    id: string;
    slug: string;
    status: string;
    author_id: string;
    room_id: string | null;
    circle_id: string | null;
    starts_at: number;
    /** What is said about it, as JSON. */
    about: string;
    off: string;
    ended: string;
    sequence: number;
    created_at: number;
    changed_at: number;
  };
  event_answer: {
    event_id: string;
    date: string;
    user_id: string;
    /** A person, as JSON. */
    person: string;
    answer: string;
    at: number;
  };
  calendar_feed: { user_id: string; token: string };
  event_told: { event_id: string; date: string; what: string };
  event_attendance: { event_id: string; date: string; peak: number; people: number };
  event_visitor: { event_id: string; date: string; mark: string };
}
