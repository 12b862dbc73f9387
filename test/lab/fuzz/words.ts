/** What came of some time of fuzzing. */
export interface Outcome {
  readonly asked: number;
  readonly unanswered: number;
  /** Answers that are none of the protocol's, or that admit a bug. */
  readonly untyped: number;
}

/** What the lab orders: to go on for so long. */
export interface Order {
  readonly fuzzMs: number;
}
