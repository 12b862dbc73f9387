import { EventEmitter } from 'node:events';
import { QuestionId, type RoomId, type UserId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { PersonInfo } from '../../../protocol/people.ts';
import type { QuestionInfo } from '../../../protocol/questions.ts';
import { AppError } from '../../errors.ts';
import { queryTermsOf, termsOf } from '../../searchTerms.ts';
import type { BoardStore, QuestionDraft } from '../../store/BoardStore.ts';
import { randomId } from '../Participant.ts';

interface Kept {
  draft: QuestionDraft;
  readonly voters: Set<UserId>;
}

interface QuestionsEvents {
  changed: [question: QuestionInfo];
  gone: [id: QuestionId, author: UserId];
}

// What is still to be read again after a while, beside what is open.
const answeredShown = 50;
const foundMost = 20;

/** What a room wants to know, and who does. Each change is told when it is kept. */
export class Questions extends EventEmitter<QuestionsEvents> {
  readonly #roomId: RoomId;
  readonly #store: BoardStore;
  readonly #kept = new Map<QuestionId, Kept>();

  private constructor(roomId: RoomId, store: BoardStore) {
    super();
    this.#roomId = roomId;
    this.#store = store;
  }

  static async load(roomId: RoomId, store: BoardStore): Promise<Questions> {
    const questions = new Questions(roomId, store);
    for (const { voters, ...draft } of await store.questions(roomId)) {
      questions.#kept.set(draft.id, { draft, voters: new Set(voters) });
    }
    return questions;
  }

  /** What is answered now, what is open by votes, then the latest that were answered. */
  get list(): QuestionInfo[] {
    const rank = { answering: 0, open: 1, answered: 2 } as const;
    const all = [...this.#kept.values()].map(toInfo);
    const open = all
      .filter(({ state }) => state !== 'answered')
      .sort((a, b) => rank[a.state] - rank[b.state] || b.votes - a.votes || a.askedAt - b.askedAt);
    const answered = all
      .filter(({ state }) => state === 'answered')
      .sort((a, b) => b.askedAt - a.askedAt)
      .slice(0, answeredShown);
    return [...open, ...answered];
  }

  votedBy(id: UserId): QuestionId[] {
    return [...this.#kept.values()].flatMap(({ draft, voters }) => (voters.has(id) ? [draft.id] : []));
  }

  /** The latest first. */
  search(text: string): QuestionInfo[] {
    const wanted = queryTermsOf(text);
    return [...this.#kept.values()]
      .filter(({ draft }) => {
        const terms = termsOf(draft.text);
        return wanted.every((word) => terms.some((term) => term.startsWith(word)));
      })
      .map(toInfo)
      .sort((a, b) => b.askedAt - a.askedAt)
      .slice(0, foundMost);
  }

  /** Throws `conflict` when as many as may be are open, of one's own or of all. */
  async ask({ id: authorId, name, avatar }: PersonInfo, text: string): Promise<QuestionInfo> {
    const open = [...this.#kept.values()].filter(({ draft }) => draft.state !== 'answered');
    const own = open.filter(({ draft }) => draft.author.id === authorId);
    if (own.length >= limits.ownQuestions) throw new AppError('conflict', 'You have asked enough for now.');
    if (open.length >= limits.questions || this.#kept.size >= limits.questionsKept) {
      throw new AppError('conflict', 'There are as many questions as there may be.');
    }
    const id = QuestionId.parse(randomId());
    const draft: QuestionDraft = {
      id,
      roomId: this.#roomId,
      author: { id: authorId, name, avatar },
      text,
      askedAt: Date.now(),
      state: 'open',
    };
    const kept: Kept = { draft, voters: new Set([authorId]) };
    // There before it is kept: others that come meanwhile are counted with it.
    this.#kept.set(id, kept);
    try {
      await this.#store.saveQuestion(draft);
      await this.#store.voteFor(id, authorId, true);
    } catch (error) {
      this.#kept.delete(id);
      throw error;
    }
    return this.#tell(kept);
  }

  /** Throws `not_found`, or `conflict` for a question that is answered. */
  async vote(id: QuestionId, userId: UserId, on: boolean): Promise<void> {
    const kept = this.#require(id);
    if (kept.draft.state === 'answered') throw new AppError('conflict', 'That was answered.');
    if (kept.voters.has(userId) === on) return;
    await this.#store.voteFor(id, userId, on);
    if (on) kept.voters.add(userId);
    else kept.voters.delete(userId);
    this.#tell(kept);
  }

  /** Throws `not_found`. */
  async settle(id: QuestionId, state: QuestionInfo['state']): Promise<void> {
    const kept = this.#require(id);
    if (state === 'answering') {
      const before = [...this.#kept.values()].filter(
        (one) => one !== kept && one.draft.state === 'answering',
      );
      for (const one of before) await this.#write(one, 'answered');
    }
    await this.#write(kept, state);
  }

  /** Throws `not_found`, or `forbidden` for another one's unless `any` may be. */
  async remove(id: QuestionId, by: UserId, any: boolean): Promise<void> {
    const { draft } = this.#require(id);
    if (draft.author.id !== by && !any) throw new AppError('forbidden', 'That is not your question.');
    await this.#store.removeQuestion(id);
    this.#drop(id);
  }

  /** There is no such person any more: what is kept goes with all else of theirs. */
  forget(userId: UserId): void {
    for (const kept of [...this.#kept.values()]) {
      if (kept.draft.author.id === userId) this.#drop(kept.draft.id);
      else if (kept.voters.delete(userId)) this.#tell(kept);
    }
  }

  async #write(kept: Kept, state: QuestionInfo['state']): Promise<void> {
    if (kept.draft.state === state) return;
    const draft = { ...kept.draft, state };
    await this.#store.saveQuestion(draft);
    kept.draft = draft;
    if (this.#kept.get(draft.id) === kept) this.#tell(kept);
  }

  #tell(kept: Kept): QuestionInfo {
    const info = toInfo(kept);
    this.emit('changed', info);
    return info;
  }

  #drop(id: QuestionId): void {
    const kept = this.#kept.get(id);
    if (kept && this.#kept.delete(id)) this.emit('gone', id, kept.draft.author.id);
  }

  #require(id: QuestionId): Kept {
    const kept = this.#kept.get(id);
    if (!kept) throw new AppError('not_found', 'There is no such question.');
    return kept;
  }
}

function toInfo({ draft: { roomId: _, ...draft }, voters }: Kept): QuestionInfo {
  return { ...draft, votes: voters.size };
}
