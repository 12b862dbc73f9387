import type { InterestInfo } from '../../../protocol/interest.ts';

/** The sentences that pictures of rooms need; the page hands them in. */
export interface RoomWords {
  /** "9 people" */
  people: (count: number) => string;
  /** "Priya Raman is speaking" */
  speaking: (names: readonly string[]) => string;
  /** "quiet" */
  quiet: string;
  /** "Astronomy" */
  interest: (interest: InterestInfo) => string;
  /** "English" */
  language: (tag: string) => string;
}
