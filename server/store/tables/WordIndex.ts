import type { QueryExecutorProvider } from 'kysely';
import type { RoomId } from '../../../protocol/ids.ts';
import type { Database, Work } from '../database.ts';

/** The place of a line. */
export interface LinePlace {
  readonly roomId: RoomId;
  readonly seq: number;
}

/** A word that is looked for; of one that is only begun, every word that begins like it is meant. */
export interface SoughtWord {
  readonly term: string;
  readonly begun: boolean;
}

/** By which words lines are found. Words are terms of ours (`searchTerms.ts`), in every database the same. */
export interface WordIndex {
  create(database: QueryExecutorProvider): Promise<void>;
  /** Adds lines that are not in it. */
  add(work: Work, lines: readonly { readonly place: LinePlace; readonly text: string }[]): Promise<void>;
  /** Finds a line by the words it has by now; without any it is found no more. One that is not in it is left. */
  replace(work: Work, place: LinePlace, text: string): Promise<void>;
  removeRoom(work: Work, roomId: RoomId): Promise<void>;
  /** The places of the latest lines before one that have all words, the latest first. */
  find(database: Database, before: LinePlace, words: readonly SoughtWord[], count: number): Promise<number[]>;
}
