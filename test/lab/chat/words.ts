/** A line of the chat by its place and by the id that its author gave it. */
export interface Line {
  readonly seq: number;
  readonly id: string;
}

/** What a writer is told when it starts. */
export interface Writing {
  readonly url: string;
  readonly name: string;
  /** The room to step into; null: it opens one. */
  readonly slug: string | null;
}

/** What a writer is told later. */
export type Order =
  | { readonly write: number; readonly everyMs: number }
  /** Ends the writing after the line that is under way. */
  | { readonly enough: true }
  | { readonly tellShown: true };

/** What a writer tells. */
export type Report =
  | { readonly inside: string }
  | { readonly acknowledged: Line }
  | { readonly written: true }
  | { readonly shown: readonly Line[] };
