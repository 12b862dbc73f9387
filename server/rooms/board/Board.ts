import type { RoomId, UserId } from '../../../protocol/ids.ts';
import type { BoardStore } from '../../store/BoardStore.ts';
import { Polls } from './Polls.ts';
import { Questions } from './Questions.ts';

/** What a room wants to know: of those on stage, and of everybody. */
export class Board {
  readonly questions: Questions;
  readonly polls: Polls;

  private constructor(questions: Questions, polls: Polls) {
    this.questions = questions;
    this.polls = polls;
  }

  static async load(roomId: RoomId, store: BoardStore): Promise<Board> {
    return new Board(await Questions.load(roomId, store), await Polls.load(roomId, store));
  }

  /** There is no such person any more. */
  forget(userId: UserId): void {
    this.questions.forget(userId);
    this.polls.forget(userId);
  }

  close(): void {
    this.polls.close();
  }
}
