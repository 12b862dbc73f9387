import type { Selectable } from 'kysely';
import type { PollId, QuestionId, RoomId, UserId } from '../../../protocol/ids.ts';
import { AppError } from '../../errors.ts';
import type { BoardStore, PollDraft, PollRecord, QuestionDraft, QuestionRecord } from '../BoardStore.ts';
import type { Database } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { BoardTables } from './boardTables.ts';
import { requireRoom } from './requireRoom.ts';

type Rows = ReturnType<typeof rowsOf>;

/** Questions and polls in the database. */
export class SqlBoard implements BoardStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async questions(roomId: RoomId): Promise<QuestionRecord[]> {
    const { database } = this.#commits;
    const rows = await database
      .selectFrom('question')
      .selectAll()
      .where('room_id', '=', roomId)
      .orderBy('asked_at')
      .orderBy('id')
      .execute();
    const votes = await database
      .selectFrom('question_vote')
      .innerJoin('question', 'question.id', 'question_vote.question_id')
      .select(['question_vote.question_id', 'question_vote.user_id'])
      .where('question.room_id', '=', roomId)
      .orderBy('question_vote.user_id')
      .execute();
    const voters = new Map<string, UserId[]>();
    for (const { question_id, user_id } of votes) {
      voters.set(question_id, [...(voters.get(question_id) ?? []), user_id as UserId]);
    }
    return rows.map((row) => ({ ...toQuestion(row), voters: voters.get(row.id) ?? [] }));
  }

  async questionsBy(id: UserId): Promise<QuestionDraft[]> {
    const rows = await this.#commits.database
      .selectFrom('question')
      .selectAll()
      .where('author_id', '=', id)
      .orderBy('asked_at')
      .orderBy('id')
      .execute();
    return rows.map(toQuestion);
  }

  async saveQuestion({ author, ...question }: QuestionDraft): Promise<void> {
    const row = {
      id: question.id,
      room_id: question.roomId,
      author_id: author.id,
      author_name: author.name,
      author_avatar: author.avatar,
      text: question.text,
      asked_at: question.askedAt,
      state: question.state,
    };
    await this.#commits.write(async (work) => {
      await requireRoom(work, question.roomId);
      await work
        .insertInto('question')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    });
  }

  async removeQuestion(id: QuestionId): Promise<void> {
    await this.#commits.write((work) => work.deleteFrom('question').where('id', '=', id).execute());
  }

  async voteFor(id: QuestionId, userId: UserId, on: boolean): Promise<void> {
    await this.#commits.write(async (work) => {
      const found = await work.selectFrom('question').select('id').where('id', '=', id).executeTakeFirst();
      if (!found) throw new AppError('not_found', 'There is no such question.');
      const vote = { question_id: id, user_id: userId };
      if (on) {
        await work
          .insertInto('question_vote')
          .values(vote)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      } else {
        await work
          .deleteFrom('question_vote')
          .where('question_id', '=', id)
          .where('user_id', '=', userId)
          .execute();
      }
    });
  }

  polls(roomId: RoomId): Promise<PollRecord[]> {
    return this.#polls((query) => query.where('poll.room_id', '=', roomId));
  }

  async pollsOf(id: UserId): Promise<PollRecord[]> {
    const polls = await this.#polls((query) => query.where('poll_vote.user_id', '=', id));
    return polls.filter(({ votes }) => votes.length > 0);
  }

  async savePoll(poll: PollDraft): Promise<void> {
    const row = {
      id: poll.id,
      room_id: poll.roomId,
      text: poll.text,
      options: JSON.stringify(poll.options),
      kind: poll.kind,
      opened_at: poll.openedAt,
      closed_at: poll.closedAt,
    };
    await this.#commits.write(async (work) => {
      await requireRoom(work, poll.roomId);
      await work
        .insertInto('poll')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    });
  }

  async removePoll(id: PollId): Promise<void> {
    await this.#commits.write((work) => work.deleteFrom('poll').where('id', '=', id).execute());
  }

  async choose(id: PollId, userId: UserId, choices: readonly number[]): Promise<void> {
    await this.#commits.write(async (work) => {
      const found = await work.selectFrom('poll').select('id').where('id', '=', id).executeTakeFirst();
      if (!found) throw new AppError('not_found', 'There is no such poll.');
      const chosen = JSON.stringify(choices);
      await work
        .insertInto('poll_vote')
        .values({ poll_id: id, user_id: userId, choices: chosen })
        .onConflict((conflict) => conflict.columns(['poll_id', 'user_id']).doUpdateSet({ choices: chosen }))
        .execute();
    });
  }

  async #polls(narrow: (query: Rows) => Rows): Promise<PollRecord[]> {
    const polls = new Map<string, PollRecord>();
    for (const { user_id, choices, ...row } of await narrow(rowsOf(this.#commits.database)).execute()) {
      const poll = polls.get(row.id) ?? { ...toPoll(row), votes: [] };
      const vote = { userId: user_id as UserId, choices: JSON.parse(choices ?? '[]') as number[] };
      polls.set(row.id, user_id === null ? poll : { ...poll, votes: [...poll.votes, vote] });
    }
    return [...polls.values()];
  }
}

function toQuestion(row: Selectable<BoardTables['question']>): QuestionDraft {
  return {
    id: row.id as QuestionId,
    roomId: row.room_id as RoomId,
    author: { id: row.author_id as UserId, name: row.author_name, avatar: row.author_avatar },
    text: row.text,
    askedAt: row.asked_at,
    state: row.state as QuestionDraft['state'],
  };
}

function toPoll(row: Selectable<BoardTables['poll']>): PollDraft {
  return {
    id: row.id as PollId,
    roomId: row.room_id as RoomId,
    text: row.text,
    options: JSON.parse(row.options) as string[],
    kind: row.kind as PollDraft['kind'],
    openedAt: row.opened_at,
    closedAt: row.closed_at,
  };
}

/** Each poll with each vote. */
function rowsOf(database: Database) {
  return database
    .selectFrom('poll')
    .leftJoin('poll_vote', 'poll_vote.poll_id', 'poll.id')
    .selectAll('poll')
    .select(['poll_vote.user_id', 'poll_vote.choices'])
    .orderBy('poll.opened_at')
    .orderBy('poll.id')
    .orderBy('poll_vote.user_id');
}
