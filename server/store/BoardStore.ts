import type { PollId, QuestionId, RoomId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { PollInfo } from '../../protocol/polls.ts';
import type { QuestionInfo } from '../../protocol/questions.ts';

/** A question as it is kept, without its votes. */
export interface QuestionDraft extends Omit<QuestionInfo, 'votes' | 'author'> {
  readonly roomId: RoomId;
  readonly author: Pick<PersonInfo, 'id' | 'name' | 'avatar'>;
}

export interface QuestionRecord extends QuestionDraft {
  readonly voters: readonly UserId[];
}

/** A poll as it is kept, without its votes. */
export interface PollDraft extends Omit<PollInfo, 'voters' | 'counts' | 'mine'> {
  readonly roomId: RoomId;
}

export interface PollRecord extends PollDraft {
  readonly votes: readonly { readonly userId: UserId; readonly choices: readonly number[] }[];
}

/** What rooms want to know: questions and polls. Lists begin with the oldest. */
export interface BoardStore {
  questions(roomId: RoomId): Promise<QuestionRecord[]>;
  /** All questions of one person. */
  questionsBy(id: UserId): Promise<QuestionDraft[]>;
  /** Writes a question, new or changed; its votes stay. Throws `not_found` for a room that is not kept. */
  saveQuestion(question: QuestionDraft): Promise<void>;
  /** With its votes; one that is not there is fine. */
  removeQuestion(id: QuestionId): Promise<void>;
  /** One vote of one person. Throws `not_found`. */
  voteFor(id: QuestionId, userId: UserId, on: boolean): Promise<void>;
  polls(roomId: RoomId): Promise<PollRecord[]>;
  /** All polls in which somebody chose, with their choice alone. */
  pollsOf(id: UserId): Promise<PollRecord[]>;
  /** Writes a poll, new or changed; its votes stay. Throws `not_found` for a room that is not kept. */
  savePoll(poll: PollDraft): Promise<void>;
  removePoll(id: PollId): Promise<void>;
  /** In the place of what somebody chose before. Throws `not_found`. */
  choose(id: PollId, userId: UserId, choices: readonly number[]): Promise<void>;
}
