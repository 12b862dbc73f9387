/** The tables of questions and polls. */
export interface BoardTables {
  question: {
    id: string;
    room_id: string;
    author_id: string;
    author_name: string;
    author_avatar: string;
    text: string;
    asked_at: number;
    state: string;
  };
  question_vote: { question_id: string; user_id: string };
  poll: {
    id: string;
    room_id: string;
    text: string;
    /** As JSON. */
    options: string;
    kind: string;
    opened_at: number;
    closed_at: number | null;
  };
  /** What somebody chose, as JSON. */
  poll_vote: { poll_id: string; user_id: string; choices: string };
}
