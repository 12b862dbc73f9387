import type { PollId, QuestionId, RoomId, UserId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { BoardStore, PollDraft, PollRecord, QuestionDraft, QuestionRecord } from './BoardStore.ts';
import type { Guard } from './Guard.ts';

interface Kept<Draft, Vote> {
  draft: Draft;
  readonly votes: Map<UserId, Vote>;
}

/** Questions and polls, as long as the process lives. */
export class MemoryBoard implements BoardStore {
  readonly #guard: Guard;
  readonly #questions = new Map<QuestionId, Kept<QuestionDraft, true>>();
  readonly #polls = new Map<PollId, Kept<PollDraft, readonly number[]>>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async questions(roomId: RoomId): Promise<QuestionRecord[]> {
    this.#guard.requireOpen();
    return [...this.#questions.values()]
      .filter(({ draft }) => draft.roomId === roomId)
      .map(({ draft, votes }) => ({ ...structuredClone(draft), voters: [...votes.keys()].sort() }))
      .sort((a, b) => a.askedAt - b.askedAt || (a.id < b.id ? -1 : 1));
  }

  async questionsBy(id: UserId): Promise<QuestionDraft[]> {
    this.#guard.requireOpen();
    return [...this.#questions.values()]
      .map(({ draft }) => structuredClone(draft))
      .filter(({ author }) => author.id === id)
      .sort((a, b) => a.askedAt - b.askedAt || (a.id < b.id ? -1 : 1));
  }

  async saveQuestion(question: QuestionDraft): Promise<void> {
    this.#guard.requireTaking();
    this.#guard.requireRoom(question.roomId);
    const votes = this.#questions.get(question.id)?.votes ?? new Map();
    const { id, name, avatar } = question.author;
    this.#questions.set(question.id, {
      draft: structuredClone({ ...question, author: { id, name, avatar } }),
      votes,
    });
  }

  async removeQuestion(id: QuestionId): Promise<void> {
    this.#guard.requireTaking();
    this.#questions.delete(id);
  }

  async voteFor(id: QuestionId, userId: UserId, on: boolean): Promise<void> {
    this.#guard.requireTaking();
    const votes = this.#questions.get(id)?.votes;
    if (!votes) throw new AppError('not_found', 'There is no such question.');
    if (on) votes.set(userId, true);
    else votes.delete(userId);
  }

  async polls(roomId: RoomId): Promise<PollRecord[]> {
    this.#guard.requireOpen();
    return this.#list(({ roomId: id }) => id === roomId);
  }

  async pollsOf(id: UserId): Promise<PollRecord[]> {
    this.#guard.requireOpen();
    return this.#list(() => true)
      .map((poll) => ({ ...poll, votes: poll.votes.filter(({ userId }) => userId === id) }))
      .filter(({ votes }) => votes.length > 0);
  }

  async savePoll(poll: PollDraft): Promise<void> {
    this.#guard.requireTaking();
    this.#guard.requireRoom(poll.roomId);
    const votes = this.#polls.get(poll.id)?.votes ?? new Map();
    this.#polls.set(poll.id, { draft: structuredClone(poll), votes });
  }

  async removePoll(id: PollId): Promise<void> {
    this.#guard.requireTaking();
    this.#polls.delete(id);
  }

  async choose(id: PollId, userId: UserId, choices: readonly number[]): Promise<void> {
    this.#guard.requireTaking();
    const votes = this.#polls.get(id)?.votes;
    if (!votes) throw new AppError('not_found', 'There is no such poll.');
    votes.set(userId, [...choices]);
  }

  forgetPerson(userId: UserId): void {
    for (const [id, { draft, votes }] of this.#questions) {
      votes.delete(userId);
      if (draft.author.id === userId) this.#questions.delete(id);
    }
    for (const { votes } of this.#polls.values()) votes.delete(userId);
  }

  forgetRoom(roomId: RoomId): void {
    for (const [id, { draft }] of this.#questions) if (draft.roomId === roomId) this.#questions.delete(id);
    for (const [id, { draft }] of this.#polls) if (draft.roomId === roomId) this.#polls.delete(id);
  }

  #list(wanted: (draft: PollDraft) => boolean): PollRecord[] {
    return [...this.#polls.values()]
      .filter(({ draft }) => wanted(draft))
      .map(({ draft, votes }) => ({
        ...structuredClone(draft),
        votes: [...votes]
          .map(([userId, choices]) => ({ userId, choices: [...choices] }))
          .sort((a, b) => (a.userId < b.userId ? -1 : 1)),
      }))
      .sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
  }
}
